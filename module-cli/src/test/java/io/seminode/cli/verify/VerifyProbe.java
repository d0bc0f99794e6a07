package io.seminode.cli.verify;

import io.seminode.cli.error.CommandException;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads reference files, for tests of other packages. */
public final class VerifyProbe {
    private VerifyProbe() {}

    /** A file that is shipped. */
    public static byte[] shipped(String name) throws IOException {
        for (ReferenceSource.Entry entry : ReferenceSource.of(null)) {
            if (entry.name().equals(name)) {
                return entry.read();
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** How many cases a file has; what can't be read is an error with the file's name, as the command says it. */
    public static int cases(Path file) throws IOException {
        try (Workbench bench = new Workbench(ExecutionOptions.NATIVE_CPU)) {
            ReferenceSource.Entry entry = ReferenceSource.of(file).get(0);
            List<ReferenceCase> cases =
                    ReferenceFamilies.cases(ReferenceFile.parse(entry.name(), entry.read(), entry.folder()), bench);
            return cases.size();
        } catch (MalformedReferenceException e) {
            throw CommandException.failed(file + ": " + e.getMessage());
        }
    }
}
