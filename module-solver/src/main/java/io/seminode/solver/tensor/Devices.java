package io.seminode.solver.tensor;

import static org.tensorflow.internal.c_api.global.tensorflow.TFE_ContextListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_DeleteContext;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_DeleteContextOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_NewContext;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_NewContextOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetRegisteredKernelsForOp;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.KernelList;

/** What TensorFlow can run on, and why not on a GPU. TensorFlow Java has no API for this, so its C API is asked. */
public final class Devices {
    static {
        TensorFlowRuntime.prepare();
    }

    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    private Devices() {}

    /** All devices that TensorFlow sees, in its order. */
    public static List<DeviceInfo> visible() {
        TF_Status status = TF_Status.newStatus();
        TFE_ContextOptions options = TFE_NewContextOptions();
        TFE_Context context = TFE_NewContext(options, status);
        TFE_DeleteContextOptions(options);
        status.throwExceptionIfNotOK();
        try {
            TF_DeviceList devices = TFE_ContextListDevices(context, status);
            status.throwExceptionIfNotOK();
            List<DeviceInfo> infos = new ArrayList<>();
            for (int i = 0; i < TF_DeviceListCount(devices); i++) {
                String name = TF_DeviceListName(devices, i, status).getString();
                String type = TF_DeviceListType(devices, i, status).getString();
                long memory = TF_DeviceListMemoryBytes(devices, i, status);
                status.throwExceptionIfNotOK();
                infos.add(new DeviceInfo(name.replaceFirst("^.*(?=/device:)", ""), type, memory));
            }
            TF_DeleteDeviceList(devices);
            return List.copyOf(infos);
        } finally {
            TFE_DeleteContext(context);
        }
    }

    /** Whether this TensorFlow was built for CUDA: whether it has a GPU's matrix product. */
    public static boolean builtForCuda() {
        TF_Status status = TF_Status.newStatus();
        TF_Buffer buffer = TF_GetRegisteredKernelsForOp("MatMul", status);
        status.throwExceptionIfNotOK();
        try {
            byte[] bytes = new byte[Math.toIntExact(buffer.length())];
            new BytePointer(buffer.data()).get(bytes);
            return KernelList.parseFrom(bytes).getKernelList().stream()
                    .anyMatch(kernel -> kernel.getDeviceType().equals("GPU"));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("TensorFlow's list of kernels can't be read: " + e.getMessage(), e);
        } finally {
            TF_DeleteBuffer(buffer);
        }
    }

    /** Why no GPU is used; nothing if one is visible. */
    public static Optional<String> gpuObstacle() {
        if (visible().stream().anyMatch(device -> device.type().equals("GPU"))) {
            return Optional.empty();
        }
        return Optional.of(gpuObstacle(builtForCuda(), Files.isReadable(DRIVER), System.getenv()));
    }

    /** The first reason that holds, from the outermost: the build, the driver, the environment, the libraries. */
    static String gpuObstacle(boolean builtForCuda, boolean driver, Map<String, String> environment) {
        if (!builtForCuda) {
            return "this TensorFlow is built for the processor only; build with -Pgpu, on Linux x86-64";
        }
        if (!driver) {
            return "no NVIDIA driver is found (" + DRIVER + "); install one, or give the container access to it";
        }
        String hidden = environment.get(VISIBLE);
        if (hidden != null && (hidden.isBlank() || hidden.strip().startsWith("-"))) {
            return VISIBLE + " is \"" + hidden + "\", which hides every GPU; unset it";
        }
        return "there is a driver, but TensorFlow does not find the libraries of CUDA 12 and cuDNN 9 or a GPU that suits"
                + " them; its own messages, which --verbose shows, name what is missing";
    }
}
