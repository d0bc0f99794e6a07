package io.seminode.cli;

import io.seminode.cli.report.TextTable;
import io.seminode.solver.tensor.DeviceInfo;
import io.seminode.solver.tensor.Devices;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what TensorFlow can run on. */
@Command(
        name = "devices",
        description = {
            "Show the devices that TensorFlow sees, and why no GPU is used if none is.",
            "With --verbose TensorFlow says itself what it looks for and does not find."
        })
final class DevicesCommand implements Runnable {
    private static final double MEBIBYTE = 1 << 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        TextTable table = TextTable.withHeader("Device", "Type", "Memory");
        for (DeviceInfo device : Devices.visible()) {
            table.row(device.name(), device.type(), memory(device));
        }
        out.print(table.leftAligned().toText());
        out.println();
        out.println("TensorFlow " + Versions.tensorFlow() + ", built for "
                + (Devices.builtForCuda() ? "CUDA" : "the processor only"));
        Devices.gpuObstacle().ifPresent(obstacle -> out.println("No GPU: " + obstacle + "."));
    }

    /** What TensorFlow may take of it. For the processor it reports the same number on any machine, which would mislead. */
    private static String memory(DeviceInfo device) {
        return device.type().equals("CPU")
                ? "-"
                : String.format(Locale.ROOT, "%,.0f MiB", device.memoryBytes() / MEBIBYTE);
    }
}
