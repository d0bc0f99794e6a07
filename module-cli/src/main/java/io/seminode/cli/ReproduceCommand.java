package io.seminode.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.process.SeminodeProcess;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.FolderLock;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.reproduce.Plan;
import io.seminode.cli.reproduce.Recipes;
import io.seminode.cli.reproduce.Reproduction;
import io.seminode.cli.reproduce.Reproduction.Failure;
import io.seminode.cli.reproduce.Scale;
import io.seminode.cli.reproduce.Target;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes tables and figures of the paper, with the trainings that they need. */
@Command(
        name = "reproduce",
        description = {
            "Make tables and figures of the paper: table1 to table4, fig1 to fig6, or all.",
            "Trains what they need, each training once and with a run folder of its own below that of the results. What"
                    + " is there already is used again with --resume."
        })
final class ReproduceCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "WHAT",
            description = "table1, ..., table4, fig1, ..., fig6, or all.",
            converter = TargetChoice.class)
    private List<Choice> what = List.of();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "quick",
            converter = ScaleChoice.class,
            description =
                    "quick: an hour on two cores for everything; paper: the paper's networks and schedules, weeks on"
                            + " two cores. Default: ${DEFAULT-VALUE}.")
    private Scale scale = Scale.QUICK;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description =
                    "Trainings of each model with each norm, with seeds from 0. Default: 2, and 5 with --preset paper.")
    private @Nullable Integer repeats;

    @Option(
            names = "--data",
            paramLabel = "NAME=PLACE",
            description = "Where the files of a data set lie: of speech-commands, mnist or cifar-10. May be repeated."
                    + " Default: where \"seminode data fetch\" puts them.")
    private Map<String, Path> data = Map.of();

    @Option(
            names = "--count",
            paramLabel = "NAME",
            defaultValue = "true",
            converter = CountChoice.class,
            description =
                    "Which rejected steps figure 5 shows: true, those that were; published, those that the paper's"
                            + " code reads off the times of evaluations. Table 4 has both. Default: ${DEFAULT-VALUE}.")
    private Count count = Count.TRUE;

    /** Which steps are counted. */
    enum Count {
        TRUE,
        PUBLISHED
    }

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder of the results, new or empty unless --resume is given. Default: runs/reproduce-PRESET.")
    private @Nullable Path out;

    @Option(names = "--resume", description = "Use what is in the folder already, and go on with what was begun.")
    private boolean resume;

    @Option(names = "--plan", description = "Only show what would be trained and how long it should take.")
    private boolean planOnly;

    /** For picocli. */
    ReproduceCommand() {}

    @Override
    public Integer call() {
        Path place = out == null ? Path.of("runs", "reproduce-" + scale.id()) : out;
        Reproduction reproduction = new Reproduction(recipes(), targets(), place, count == Count.PUBLISHED);
        PrintWriter stdout = spec.commandLine().getOut();
        Plan plan = reproduction.plan();
        plan.entries().forEach(entry -> requireSameSettings(entry, reproduction.folder(entry.run())));
        if (planOnly) {
            stdout.println(plan.toText());
            return 0;
        }
        requireData(plan);
        RunFolder folder = resume ? RunFolder.shared(place) : RunFolder.create(place);
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter progress = Quiet.progress(spec);
        try (FolderLock lock = folder.lock();
                GridTraining training = new GridTraining(err, progress, resumption())) {
            lock.requireHeld();
            folder.writeJson("environment.json", environment());
            progress.println(plan.toText());
            List<Failure> failures = reproduction.train(training, progress::println);
            String made = reproduction.make(folder, progress::println);
            stdout.println(made);
            stdout.println("Written to " + folder.path());
            requireNone(failures, plan.entries().size());
        }
        return 0;
    }

    /** Ends the command with what failed, after all that could be made is made. */
    private void requireNone(List<Failure> failures, int trainings) {
        if (failures.isEmpty()) {
            return;
        }
        PrintWriter err = spec.commandLine().getErr();
        failures.forEach(failure -> err.println("Failed: " + failure.run().describe() + ", in " + failure.folder()
                + ": " + failure.cause().getMessage()));
        CommandException failed = CommandException.failed(failures.size() + " of " + trainings
                + " trainings failed, see above; tables and figures are of the others, and say so. Mend the causes and go on"
                + " with: " + resumption());
        failures.forEach(failure -> failed.addSuppressed(failure.cause()));
        throw failed;
    }

    /**
     * Ends the command, before anything is done, if a run cannot be trained, or if one that is there was trained with what this
     * version has changed since.
     */
    private static void requireSameSettings(Plan.Entry entry, Path folder) {
        JsonNode wanted = withoutPlace(RunFolder.toJson(GridTraining.settings(entry.run())));
        if (entry.state() == GridFolder.State.MISSING) {
            return;
        }
        JsonNode found = withoutPlace(RunFolder.existing(folder).readJson("settings.json"));
        if (!found.equals(wanted)) {
            throw CommandException.failed("Found that " + folder + " was trained with the settings " + found
                    + ", expected " + wanted + "; delete the folder or choose another with --out.");
        }
    }

    /** Of every experiment, once. */
    private void requireData(Plan plan) {
        PrintWriter progress = Quiet.progress(spec);
        Set<String> seen = new HashSet<>();
        for (Plan.Entry entry : plan.open()) {
            if (seen.add(entry.run().problem())) {
                progress.println("Looking at the data of " + entry.run().problem());
                progress.flush();
                GridTraining.requireData(entry.run());
            }
        }
    }

    /** Where data lie makes no difference; what is done about failures may be changed when a run is continued by itself. */
    private static JsonNode withoutPlace(JsonNode settings) {
        if (settings.path("options") instanceof ObjectNode options) {
            options.remove("data");
        }
        if (settings instanceof ObjectNode all) {
            all.remove("onFailure");
        }
        return settings;
    }

    private Recipes recipes() {
        try {
            return new Recipes(scale, repeats == null ? scale.repeats() : repeats, data);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    private List<Target> targets() {
        EnumSet<Target> all = EnumSet.noneOf(Target.class);
        what.forEach(choice -> all.addAll(choice.targets()));
        return List.copyOf(all);
    }

    private String resumption() {
        List<String> words =
                new ArrayList<>(spec.root().commandLine().getParseResult().expandedArgs());
        if (!resume) {
            words.add("--resume");
        }
        return SeminodeProcess.typed(words);
    }

    private Environment environment() {
        return Environment.here(
                spec.root().commandLine().getParseResult().expandedArgs(),
                Versions.tensorFlow(),
                "cpu",
                "as each training has it",
                Map.of());
    }

    /** What one word stands for; picocli would take a set apart. */
    private record Choice(Set<Target> targets) {}

    /** For picocli: a table or figure by its name, or all. */
    static final class TargetChoice implements ITypeConverter<Choice> {
        @Override
        public Choice convert(String text) {
            if (text.equals(ALL)) {
                return new Choice(EnumSet.allOf(Target.class));
            }
            return Arrays.stream(Target.values())
                    .filter(t -> t.id().equals(text))
                    .findFirst()
                    .map(target -> new Choice(Set.of(target)))
                    .orElseThrow(() -> new TypeConversionException("Unknown table or figure \"" + text
                            + "\"; known are " + String.join(", ", Target.ids()) + "."));
        }
    }

    /** For picocli: a count by its name. */
    static final class CountChoice implements ITypeConverter<Count> {
        @Override
        public Count convert(String text) {
            return switch (text) {
                case "true" -> Count.TRUE;
                case "published" -> Count.PUBLISHED;
                default ->
                    throw new TypeConversionException("Unknown count \"" + text + "\"; known are true, published.");
            };
        }
    }

    /** For picocli: a scale by its name. */
    static final class ScaleChoice implements ITypeConverter<Scale> {
        @Override
        public Scale convert(String text) {
            return Arrays.stream(Scale.values())
                    .filter(s -> s.id().equals(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("Unknown preset \"" + text + "\"; known are quick, paper."));
        }
    }
}
