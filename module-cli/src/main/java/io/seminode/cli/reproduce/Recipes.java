package io.seminode.cli.reproduce;

import io.seminode.cli.grid.Grid;
import io.seminode.cli.grid.Tolerance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Which trainings a table or figure needs, at each scale.
 *
 * <p>At the paper's scale the settings are the presets {@code paper} of the experiments; all trainings are in the faithful
 * mode, which steps as the paper's code does. Quick ones have the same tolerances and fewer, smaller steps.
 *
 * @param scale how large
 * @param repeats seeds 0, 1, ... of each training
 * @param data where the files of data sets lie, by the data set's name; those that are not named lie where
 *     {@code seminode data fetch} puts them
 */
public record Recipes(Scale scale, int repeats, Map<String, Path> data) {
    /** Data sets whose files may be named. */
    public static final List<String> DATA_SETS = List.of("speech-commands", "mnist", "cifar-10");

    /** Seminorm and what it is compared with. */
    private static final List<String> NORMS = List.of("default", "seminorm");

    /** The third is what the published code of this experiment computes. */
    private static final List<String> PENDULUM_NORMS = List.of("default", "seminorm", "seminorm-published");

    private static final List<Tolerance> SPEECH_TOLERANCES =
            List.of(new Tolerance(1e-3, 1e-6), new Tolerance(1e-4, 1e-7), new Tolerance(1e-5, 1e-8));
    private static final Tolerance FLOW_TOLERANCE = new Tolerance(1e-5, 1e-5);
    private static final Tolerance PENDULUM_TOLERANCE = new Tolerance(1e-4, 1e-4);
    private static final Tolerance TOY_TOLERANCE = new Tolerance(1e-5, 1e-5);
    private static final String SPEECH = "speech";

    /** Copies the map; rejects what cannot be. */
    public Recipes {
        data = Map.copyOf(data);
        if (repeats < 1) {
            throw new IllegalArgumentException("The number of repeats is " + repeats + ", expected 1 or more.");
        }
        for (String name : data.keySet()) {
            if (!DATA_SETS.contains(name)) {
                throw new IllegalArgumentException("Data of \"" + name + "\" found, expected one of "
                        + String.join(", ", DATA_SETS) + ", as NAME=PLACE.");
            }
        }
    }

    /** The trainings of a table or figure. */
    public List<Recipe> of(Target target) {
        return switch (target) {
            case TABLE1 -> speech();
            case TABLE2 -> flows();
            case TABLE3 -> List.of(pendulum());
            case TABLE4, FIG4, FIG5 -> all();
            case FIG1 -> List.of(longSpeech());
            case FIG2, FIG3 -> List.of(controlled());
            case FIG6 -> sizes();
        };
    }

    private List<Recipe> all() {
        List<Recipe> all = new ArrayList<>(speech());
        all.addAll(flows());
        all.add(pendulum());
        return all;
    }

    private List<Recipe> speech() {
        List<Recipe> recipes = new ArrayList<>();
        for (Tolerance tolerance : SPEECH_TOLERANCES) {
            Map<String, String> options = options("speech-commands", "xla");
            options.put("split", "clip");
            schedule(options, 1, 10);
            recipes.add(recipe(SPEECH, SPEECH, "Speech Commands, " + tolerances(tolerance), options, NORMS, tolerance));
        }
        return recipes;
    }

    /**
     * The paper's figure is of the trainings of its table. A quick table has too few epochs for one: these are of one seed, and
     * long enough that the network learns something.
     */
    private Recipe longSpeech() {
        if (scale == Scale.PAPER) {
            return speech().get(0);
        }
        Map<String, String> options = options("speech-commands", "xla");
        options.put("split", "clip");
        options.remove("test-pass");
        schedule(options, 9, 60);
        Grid grid = new Grid(SPEECH, options, NORMS, List.of(SPEECH_TOLERANCES.get(0)), List.of(0L));
        return new Recipe("speech-long", "Speech Commands", grid);
    }

    private List<Recipe> flows() {
        List<Recipe> recipes = new ArrayList<>();
        if (scale == Scale.PAPER) {
            recipes.add(flow("cifar-10", 64, Map.of(), 1));
            for (int width : new int[] {32, 64, 128}) {
                recipes.add(flow("mnist", width, Map.of(), 1));
            }
        } else {
            recipes.add(flow("cifar-10", 16, Map.of(), 1));
            // small batches leave time for three epochs: in the first one no step is rejected
            recipes.add(flow("mnist", 16, Map.of("batch-size", "32"), 3));
        }
        return recipes;
    }

    /**
     * A flow.
     *
     * @param more options of its own
     * @param epochs of a quick one
     */
    private Recipe flow(String set, int width, Map<String, String> more, int epochs) {
        Map<String, String> options = options(set, "native");
        options.put("width", Integer.toString(width));
        options.putAll(more);
        if (scale != Scale.PAPER) {
            options.put("limit", "800");
        }
        schedule(options, epochs, 10);
        String problem = set.replace("-10", "") + "-cnf";
        String label = (set.equals("mnist") ? "MNIST" : "CIFAR-10") + ", " + width + " channels";
        return recipe(problem + "-" + width, problem, label, options, NORMS, FLOW_TOLERANCE);
    }

    private Recipe pendulum() {
        Map<String, String> options = options("", "native");
        schedule(options, 1, 15);
        return recipe("pendulum", "pendulum", "Double pendulum", options, PENDULUM_NORMS, PENDULUM_TOLERANCE);
    }

    /** A model to control with: one seed, trained as fast as it goes. */
    private Recipe controlled() {
        Map<String, String> options = options("", "native");
        options.remove("test-pass");
        options.put("mode", "lazy");
        options.put("decay", "cosine");
        schedule(options, 4, 65);
        Grid grid = new Grid("pendulum", options, List.of("seminorm"), List.of(PENDULUM_TOLERANCE), List.of(0L));
        return new Recipe("pendulum-control", "Double pendulum", grid);
    }

    private List<Recipe> sizes() {
        List<Recipe> recipes = new ArrayList<>();
        for (int width : scale == Scale.SMOKE ? new int[] {4, 8} : new int[] {8, 16, 32, 64, 128, 256}) {
            Map<String, String> options = options("", "native");
            options.remove("test-pass");
            options.put("preset", scale == Scale.PAPER ? "paper" : "quick");
            options.put("width", Integer.toString(width));
            if (scale == Scale.SMOKE) {
                options.put("examples", "512");
            }
            schedule(options, 1, 60);
            recipes.add(recipe("toy-cnf-" + width, "toy-cnf", "width " + width, options, NORMS, TOY_TOLERANCE));
        }
        return recipes;
    }

    private Map<String, String> options(String dataSet, String engine) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("preset", scale == Scale.PAPER ? "paper" : "quick");
        options.put("mode", "faithful");
        options.put("engine", engine);
        options.put("test-pass", scale == Scale.SMOKE ? "1" : "");
        Path place = data.get(dataSet);
        if (place != null) {
            options.put("data", place.toString());
        }
        return options;
    }

    /** A shorter schedule than the preset's; at the paper's scale there is none. */
    private void schedule(Map<String, String> options, int epochs, int batches) {
        if (scale != Scale.PAPER) {
            options.put("epochs", Integer.toString(scale == Scale.SMOKE ? 1 : epochs));
            options.put("max-batches", Integer.toString(scale == Scale.SMOKE ? 1 : batches));
        }
    }

    private Recipe recipe(
            String id,
            String problem,
            String label,
            Map<String, String> options,
            List<String> norms,
            Tolerance tolerance) {
        List<Long> seeds = LongStream.range(0, repeats).boxed().toList();
        return new Recipe(id, label, new Grid(problem, options, norms, List.of(tolerance), seeds));
    }

    private static String tolerances(Tolerance tolerance) {
        return "rtol " + Tolerance.text(tolerance.rtol()) + ", atol " + Tolerance.text(tolerance.atol());
    }
}
