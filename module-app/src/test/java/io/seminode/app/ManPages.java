package io.seminode.app;

import io.seminode.cli.Main;
import java.io.File;
import java.io.IOException;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes the source of the man pages, one for each command; called when the runtime image is built. */
public final class ManPages {
    private ManPages() {}

    /** Writes AsciiDoc into the folder that is the only argument. */
    public static void main(String[] args) throws IOException {
        int exitCode = ManPageGenerator.generateManPage(
                new File(args[0]),
                null, // no templates
                new boolean[0],
                true, // replaces what is there
                Main.commandLine().getCommandSpec());
        if (exitCode != 0) {
            throw new IllegalStateException("Man pages: picocli ended with " + exitCode + ", expected 0.");
        }
    }
}
