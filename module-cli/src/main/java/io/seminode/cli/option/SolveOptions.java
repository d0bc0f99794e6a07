package io.seminode.cli.option;

import io.seminode.cli.error.CommandException;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Devices;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that solves: tolerances, engine and device. */
public final class SolveOptions {
    @Option(
            names = "--rtol",
            split = ",",
            paramLabel = "X",
            description = "Relative tolerance. compare takes several, as a list with commas, in pairs with --atol.")
    private @Nullable List<Double> rtol;

    @Option(names = "--atol", split = ",", paramLabel = "X", description = "Absolute tolerance.")
    private @Nullable List<Double> atol;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            converter = SolverChoices.EngineChoice.class,
            defaultValue = "auto",
            description = "auto, xla or native; auto takes the faster. Default: ${DEFAULT-VALUE}.")
    private Engine engine = Engine.AUTO;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            converter = SolverChoices.DeviceChoice.class,
            defaultValue = "cpu",
            description = "cpu or gpu. Default: ${DEFAULT-VALUE}.")
    private Device device = Device.CPU;

    /** The relative tolerance; ends the command if several were given. */
    public double rtol(double otherwise) {
        return one("--rtol", rtol, otherwise);
    }

    /** The absolute tolerance; ends the command if several were given. */
    public double atol(double otherwise) {
        return one("--atol", atol, otherwise);
    }

    private static double one(String option, @Nullable List<Double> given, double otherwise) {
        if (given != null && given.size() > 1) {
            throw CommandException.wrongUsage(given.size() + " values of " + option + " found, expected one.");
        }
        return given == null ? otherwise : given.get(0);
    }

    /** All that were given; pairs with {@link #atols}. */
    public List<Double> rtols(double otherwise) {
        return rtol == null ? List.of(otherwise) : rtol;
    }

    /** All that were given, or one for each relative tolerance. */
    public List<Double> atols(double otherwise) {
        return atol == null ? Collections.nCopies(rtols(otherwise).size(), otherwise) : atol;
    }

    /** The engine that was asked for. */
    public Engine engine() {
        return engine;
    }

    /** Where to run. */
    public Device device() {
        return device;
    }

    /** The engine that was asked for, native if none was, on the device. */
    public ExecutionOptions execution() {
        return new ExecutionOptions(engine == Engine.AUTO ? Engine.NATIVE : engine, device);
    }

    /** The solver, if the engine that was asked for can keep to it; ends the command if not. */
    public Solver fitting(Solver solver) {
        try {
            solver.executionOn(new ExecutionOptions(engine, device));
            return solver;
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    /** Ends the command if the device is not there. */
    public void requireDevice() {
        if (device == Device.GPU) {
            Devices.gpuObstacle().ifPresent(obstacle -> {
                throw CommandException.failed("No GPU for --device gpu: " + obstacle + ". Or use --device cpu.");
            });
        }
    }
}
