package io.seminode.data.pendulum;

import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSummary;
import io.seminode.data.files.RemoteFile;
import java.nio.file.Path;
import java.util.List;

/** The simulated double pendulum by name. */
public final class Pendulum implements DataSet {
    /** For the service loader. */
    public Pendulum() {}

    @Override
    public String name() {
        return "pendulum";
    }

    @Override
    public String description() {
        return "double pendulums under constant torques, simulated when they are needed";
    }

    @Override
    public String source() {
        return "Kidger, Chen and Lyons, \"Hey, that's not an ODE\", arXiv:2009.09457, section 3.3.";
    }

    @Override
    public String licence() {
        return "None needed: it is computed here.";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of();
    }

    @Override
    public DataSummary inspect(Path place, DataProgress progress) {
        PendulumData data = PendulumData.simulate(0);
        return DataSummary.of(new DataParts<>(data.train(), data.validation(), data.test(), List.of()));
    }
}
