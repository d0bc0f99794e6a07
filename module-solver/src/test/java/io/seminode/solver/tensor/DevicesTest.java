package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevicesTest {
    @Test
    void theProcessorIsAmongTheDevices() {
        List<DeviceInfo> devices = Devices.visible();
        assertTrue(devices.stream()
                .anyMatch(d -> d.name().equals("/device:CPU:0") && d.type().equals("CPU")));
        assertTrue(devices.stream().allMatch(d -> d.memoryBytes() > 0), devices.toString());
    }

    @Test
    void aGpuIsEitherVisibleOrMissingForAReason() {
        assertEquals(Device.GPU.isAvailable(), Devices.gpuObstacle().isEmpty());
    }

    @Test
    void theOutermostReasonIsNamed() {
        assertTrue(Devices.gpuObstacle(false, false, Map.of()).contains("-Pgpu"));
        assertTrue(Devices.gpuObstacle(true, false, Map.of()).contains("driver"));
        Map<String, String> hidden = Map.of("CUDA_VISIBLE_DEVICES", "-1");
        assertTrue(Devices.gpuObstacle(true, true, hidden).contains("CUDA_VISIBLE_DEVICES is \"-1\""));
        assertTrue(Devices.gpuObstacle(true, true, Map.of("CUDA_VISIBLE_DEVICES", "0"))
                .contains("cuDNN"));
    }
}
