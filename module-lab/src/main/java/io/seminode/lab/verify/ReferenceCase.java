package io.seminode.lab.verify;

import io.seminode.solver.SolveException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something a reference file says, to be checked.
 *
 * @param name begins with the field {@code case} of its file
 * @param body computes and compares; throws {@link NotSupportedException} if this version cannot
 */
record ReferenceCase(String name, Supplier<Findings> body) {

    /** One case for each entry of a list; an entry that cannot be read becomes a case that says so. */
    static List<ReferenceCase> forEach(
            ReferenceFile file, List<Fields> entries, Function<Fields, ReferenceCase> caseOf) {
        List<ReferenceCase> cases = new ArrayList<>();
        for (Fields entry : entries) {
            try {
                cases.add(caseOf.apply(entry));
            } catch (MalformedReferenceException malformed) {
                cases.add(new ReferenceCase(file.caseName(), () -> {
                    throw malformed;
                }));
            }
        }
        return cases;
    }

    /** Computes and compares; never throws. */
    CaseResult run(String file) {
        try {
            return body.get().result(file, name);
        } catch (NotSupportedException notSupported) {
            return CaseResult.skipped(file, name, notSupported.getMessage());
        } catch (MalformedReferenceException malformed) {
            return CaseResult.failed(file, name, file + ": " + malformed.getMessage());
        } catch (SolveException failure) {
            return CaseResult.failed(file, name, "could not be solved: " + failure.getMessage());
        } catch (RuntimeException
                | StackOverflowError
                | OutOfMemoryError failure) { // what the file asks for is too much
            return CaseResult.failed(
                    file, name, failure.getClass().getSimpleName() + ": " + firstLine(failure.getMessage()));
        }
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("");
    }
}
