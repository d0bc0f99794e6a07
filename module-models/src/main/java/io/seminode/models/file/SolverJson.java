package io.seminode.models.file;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Batching;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.control.StepController;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Named;
import io.seminode.solver.spi.Providers;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * How a solver's settings are text: each record by its components, which nothing here lists; norms, method, controller and
 * whatever is chosen among a few by name.
 */
final class SolverJson {
    /** Where earlier versions had what is elsewhere now. */
    static final Map<String, String> MOVED = Map.ofEntries(
            Map.entry("/rtol", "/tolerances/common/rtol"),
            Map.entry("/atol", "/tolerances/common/atol"),
            Map.entry("/forwardNorm", "/norms/forward"),
            Map.entry("/adjointNorm", "/norms/adjoint"),
            Map.entry("/controller", "/steps/controller"),
            Map.entry("/mode", "/gradients/mode"),
            Map.entry("/adjoint", "/gradients/adjoint"),
            Map.entry("/bounds/firstStep", "/steps/first"),
            Map.entry("/bounds/minStep", "/steps/smallest"),
            Map.entry("/bounds/maxStep", "/steps/largest"),
            Map.entry("/bounds/storedSteps", "/gradients/storedSteps"),
            Map.entry("/bounds/memoryBudget", "/gradients/memoryBudget"),
            Map.entry("/bounds/maxSteps", "/limits/maxSteps"),
            Map.entry("/bounds/timeLimit", "/limits/timeLimit"),
            Map.entry("/further/stepTimes", "/steps/stepTimes"),
            Map.entry("/further/jumpTimes", "/steps/jumpTimes"),
            Map.entry("/further/linear", "/output/linear"),
            Map.entry("/further/partTolerances", "/tolerances/parts"),
            Map.entry("/further/denseOutput", "/output/dense"),
            Map.entry("/further/recordedSteps", "/output/recordedSteps"),
            Map.entry("/further/batching", "/batching"));

    private SolverJson() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("solver");
        add(module, Method.class, Named::name, name -> Methods.load().get(name));
        add(
                module,
                StepController.class,
                Named::name,
                name -> Controllers.load().get(name));
        add(module, Norm.class, Named::name, name -> Norms.load().get(name));
        add(
                module,
                AdjointMode.class,
                AdjointMode::id,
                id -> Providers.one("mode", AdjointMode.values(), AdjointMode::id, id));
        add(module, Adjoint.class, Adjoint::id, id -> Providers.one("adjoint", Adjoint.values(), Adjoint::id, id));
        add(module, Batching.class, Batching::id, id -> Providers.one("batching", Batching.values(), Batching::id, id));
        add(module, Duration.class, Duration::toString, SolverJson::duration);
        return module;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Found \"" + text + "\", expected a duration as PT1M30S.", e);
        }
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, Function<T, String> text, Function<String, T> value) {
        module.addSerializer(type, new StdScalarSerializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(T written, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(text.apply(written));
            }
        });
        module.addDeserializer(type, new StdScalarDeserializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return value.apply(json.getText());
            }
        });
    }
}
