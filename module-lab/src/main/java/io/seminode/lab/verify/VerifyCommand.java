package io.seminode.lab.verify;

import io.seminode.cli.option.Choice;
import io.seminode.cli.option.SolverChoices;
import io.seminode.cli.spi.Subcommand;
import io.seminode.lab.verify.CaseResult.Verdict;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Replays reference cases, computed with other software, and says for each whether this machine finds the same.
 *
 * <p>Exit status 1 if a case fails. What this version cannot do is skipped, with the reason.
 */
@Command(
        name = "verify",
        description = {
            "Replay reference cases, computed with other software, on this machine.",
            "One line a case: passed, failed or skipped, the largest deviation and what it is in, evaluations found and"
                    + " expected. Exit status 1 if a case fails."
        })
public final class VerifyCommand implements Subcommand, Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description =
                    "Folder of reference files (*.json), or one file; without it the few that come with Seminode.")
    private @Nullable Path path;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            converter = ExecutorChoice.class,
            description = "native (default) or xla.")
    private Engine engine = Engine.NATIVE;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = SolverChoices.DeviceChoice.class,
            description = "cpu (default) or gpu.")
    private Device device = Device.CPU;

    @Option(
            names = "--filter",
            paramLabel = "GLOB",
            description = "Only cases whose name matches: --filter 'solve_* dopri5 *float64*'.")
    private String filter = "*";

    @Option(names = "--json", description = "Print one JSON document when all is done.")
    private boolean json;

    /** Made by the command line. */
    public VerifyCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ExecutionOptions options = new ExecutionOptions(engine, device);
        if (!device.isAvailable()) {
            throw wrongUsage("TensorFlow sees no device \"" + device.id() + "\"; use --device cpu.");
        }
        List<ReferenceSource.Entry> files = files();
        String source = path == null ? "shipped" : path.toString();
        Report report = json ? new JsonReport(out, source, options) : new TextReport(out);
        long start = System.nanoTime();
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        Predicate<String> selected = glob(filter);
        try (Workbench bench = new Workbench(options)) {
            for (ReferenceSource.Entry file : files) {
                for (ReferenceCase check : cases(file, bench)) {
                    if (selected.test(check.name())) {
                        CaseResult result = check.run(file.name());
                        counts.merge(result.verdict(), 1, Integer::sum);
                        report.add(result);
                    }
                }
                bench.release();
            }
        }
        report.finish(new Report.Tally(
                counts.getOrDefault(Verdict.PASSED, 0),
                counts.getOrDefault(Verdict.FAILED, 0),
                counts.getOrDefault(Verdict.SKIPPED, 0),
                (System.nanoTime() - start) / 1e9));
        return counts.containsKey(Verdict.FAILED) ? 1 : 0;
    }

    private List<ReferenceSource.Entry> files() {
        List<ReferenceSource.Entry> files;
        try {
            files = ReferenceSource.of(path);
        } catch (IOException unreadable) {
            throw wrongUsage("Cannot read \"" + path + "\": " + unreadable.getMessage());
        }
        if (files.isEmpty()) {
            throw wrongUsage("No file *.json in \"" + path + "\", expected reference files there.");
        }
        return files;
    }

    /** The cases of a file; if it cannot be read, one that says so. */
    private static List<ReferenceCase> cases(ReferenceSource.Entry file, Workbench bench) {
        try {
            return ReferenceFamilies.cases(ReferenceFile.parse(file.name(), file.read(), file.folder()), bench);
        } catch (RuntimeException
                | StackOverflowError
                | OutOfMemoryError malformed) { // as a case, which says what it was
            return List.of(new ReferenceCase(file.name(), () -> {
                throw malformed;
            }));
        } catch (IOException unreadable) {
            return List.of(new ReferenceCase(file.name(), () -> {
                throw new MalformedReferenceException("cannot be read: " + unreadable.getMessage());
            }));
        }
    }

    /** A test of names; {@code *} stands for any letters, {@code ?} for one. */
    private static Predicate<String> glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString()).asMatchPredicate();
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** For picocli: an engine that runs solves, by its name. */
    static final class ExecutorChoice extends Choice<Engine> {
        ExecutorChoice() {
            super("engine", Engine.executors(), Engine::id);
        }
    }
}
