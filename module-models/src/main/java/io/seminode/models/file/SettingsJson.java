package io.seminode.models.file;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seminode.solver.Solver;
import io.seminode.solver.spi.ProviderOptionException;
import io.seminode.solver.spi.UnknownProviderException;
import java.util.Collections;
import java.util.Map;

/** Records as JSON in a header; numbers come back bit by bit. */
public final class SettingsJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.OVERRIDE_PUBLIC_ACCESS_MODIFIERS) // public records need not be opened to Jackson
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addModule(SolverJson.module())
            .build();

    /**
     * What files of earlier versions have otherwise.
     *
     * @param usual what a property means that they lack, wholly or in parts
     * @param moved from where to where properties went
     */
    private record Earlier(Object usual, Map<String, String> moved) {}

    private static final Map<Class<?>, Earlier> EARLIER = Map.of(
            Solver.class,
            new Earlier(Solver.create(), SolverJson.MOVED),
            DataSettings.class,
            new Earlier(Collections.singletonMap("standardisation", null), Map.of()));

    private SettingsJson() {}

    /** For mappers of others' that read and write a {@link Solver}: its norms, method and controller by their names. */
    public static Module solvers() {
        return SolverJson.module();
    }

    /** Writes a record; a {@link Solver} too, its norms, method and controller by their names. */
    public static String write(Object settings) {
        try {
            return MAPPER.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Can't write " + settings.getClass().getName() + " as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a record.
     *
     * @throws UnknownProviderException if a solver's norm, method or controller is not there; the message lists those that are
     * @throws StoredFileException if the text is something else; its constructor's complaint is in the message
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            Earlier earlier = EARLIER.get(type);
            T read = MAPPER.readValue(earlier == null ? json : renewed(json, earlier.usual, earlier.moved), type);
            if (read == null) {
                throw new StoredFileException(
                        StoredFileException.Reason.UNFIT, "Found nothing, expected " + type.getSimpleName() + ".");
            }
            return read;
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof UnknownProviderException || e.getCause() instanceof ProviderOptionException) {
                throw (IllegalArgumentException) e.getCause();
            }
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT,
                    "Found " + type.getSimpleName() + " that this version can't use: " + e.getOriginalMessage()
                            + ". Use the version that wrote the file.",
                    e);
        }
    }

    /**
     * Text as this version writes it, of what an earlier one wrote.
     *
     * @param usual what properties mean that it lacks
     * @param moved from where to where properties went, as JSON pointers
     * @throws StoredFileException if the text is no record's
     */
    public static String renewed(String json, Object usual, Map<String, String> moved) {
        ObjectNode settings = object(json);
        moved.forEach((from, to) -> move(settings, JsonPointer.compile(from), JsonPointer.compile(to)));
        complete(settings, MAPPER.valueToTree(usual));
        return write(settings);
    }

    private static void complete(ObjectNode settings, ObjectNode usual) {
        usual.properties().forEach(property -> {
            JsonNode found = settings.get(property.getKey());
            if (found == null) {
                settings.set(property.getKey(), property.getValue());
            } else if (found instanceof ObjectNode part && property.getValue() instanceof ObjectNode whole) {
                complete(part, whole);
            }
        });
    }

    /** A property that is null, or whose record has nothing else in it, goes. */
    private static void move(ObjectNode settings, JsonPointer from, JsonPointer to) {
        JsonNode value = settings.at(from);
        if (value.isMissingNode() || !(settings.at(from.head()) instanceof ObjectNode old)) {
            return;
        }
        old.remove(from.last().getMatchingProperty());
        if (!from.head().matches() && old.isEmpty()) {
            settings.remove(from.head().getMatchingProperty());
        }
        if (!value.isNull()) {
            settings.withObject(to.head()).set(to.last().getMatchingProperty(), value);
        }
    }

    /**
     * A record's text without one of its properties.
     *
     * @throws StoredFileException if the text is no record's
     */
    public static String without(String property, String json) {
        ObjectNode settings = object(json);
        settings.remove(property);
        return write(settings);
    }

    private static ObjectNode object(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode settings) {
                return settings;
            }
        } catch (JsonProcessingException e) {
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT, "Found no JSON: " + e.getOriginalMessage() + ".", e);
        }
        throw new StoredFileException(
                StoredFileException.Reason.UNFIT, "Found " + json + ", expected the settings of something.");
    }

    static JsonMapper mapper() {
        return MAPPER;
    }
}
