package io.seminode.cli.option;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import java.util.Iterator;
import java.util.List;

/** The solver's settings that have one of a few names. */
public final class SolverChoices {
    private SolverChoices() {}

    static final class ModeChoice extends Choice<AdjointMode> {
        ModeChoice() {
            super("mode", List.of(AdjointMode.values()), AdjointMode::id);
        }
    }

    static final class AdjointChoice extends Choice<Adjoint> {
        AdjointChoice() {
            super("adjoint", List.of(Adjoint.values()), Adjoint::id);
        }
    }

    /** What the help lists. */
    static final class AdjointNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return new AdjointChoice().names().iterator();
        }
    }

    /** Of where to run. */
    public static final class DeviceChoice extends Choice<Device> {
        /** For picocli. */
        DeviceChoice() {
            super("device", List.of(Device.values()), Device::id);
        }
    }

    /** Of the engine, or of the faster one. */
    public static final class EngineChoice extends Choice<Engine> {
        /** For picocli. */
        EngineChoice() {
            super("engine", List.of(Engine.values()), Engine::id);
        }
    }
}
