package io.seminode.solver.tensor;

import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/** Where a compiled function runs. */
public enum Device {
    /** The processor. */
    CPU,
    /** The first GPU that TensorFlow sees. */
    GPU;

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name TensorFlow gives the device. */
    String tensorFlowName() {
        return "/device:" + name() + ":0";
    }

    /**
     * Whether TensorFlow can place an operation on this device.
     *
     * <p>Asked by placing one, since TensorFlow Java has no list of devices.
     */
    public boolean isAvailable() {
        if (this == CPU) {
            return true;
        }
        ConfigProto strict =
                ConfigProto.newBuilder().setAllowSoftPlacement(false).build();
        try (Graph graph = new Graph();
                Session session = new Session(graph, strict)) {
            Ops tf = Ops.create(graph);
            var probe = tf.withDevice(org.tensorflow.DeviceSpec.newBuilder()
                            .deviceType(org.tensorflow.DeviceSpec.DeviceType.GPU)
                            .deviceIndex(0)
                            .build())
                    .math
                    .add(tf.constant(1f), tf.constant(1f));
            session.runner().fetch(probe).run().close();
            return true;
        } catch (TensorFlowException | IllegalArgumentException unavailable) {
            return false;
        }
    }
}
