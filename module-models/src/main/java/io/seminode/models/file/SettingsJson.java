package io.seminode.models.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Records as JSON in a header; numbers come back bit by bit. */
public final class SettingsJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.OVERRIDE_PUBLIC_ACCESS_MODIFIERS) // public records need not be opened to Jackson
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Properties that files of earlier versions lack, wholly or in parts, and what they meant then. */
    private static final Map<Class<?>, Map<String, Object>> ADDED = Map.of(
            SolverSettings.class,
            Map.of("bounds", SolverSettings.Bounds.DEFAULT, "further", SolverSettings.Further.DEFAULT),
            DataSettings.class,
            Map.of("standardisation", NullNode.getInstance()));

    private SettingsJson() {}

    /** Writes a record. */
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
     * @throws StoredFileException if the text is something else; its constructor's complaint is in the message
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            Map<String, Object> added = ADDED.get(type);
            T read = added == null ? MAPPER.readValue(json, type) : readWith(added, json, type);
            if (read == null) {
                throw new StoredFileException(
                        StoredFileException.Reason.UNFIT, "Found nothing, expected " + type.getSimpleName() + ".");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT,
                    "Found " + type.getSimpleName() + " that this version can't use: " + e.getOriginalMessage()
                            + ". Use the version that wrote the file.",
                    e);
        }
    }

    private static <T> T readWith(Map<String, Object> added, String json, Class<T> type)
            throws JsonProcessingException {
        JsonNode found = MAPPER.readTree(json);
        if (found instanceof ObjectNode settings) {
            added.forEach((name, value) -> {
                JsonNode meant = MAPPER.valueToTree(value);
                if (!settings.has(name)) {
                    settings.set(name, meant);
                } else if (settings.get(name) instanceof ObjectNode part) {
                    meant.properties().forEach(property -> {
                        if (!part.has(property.getKey())) {
                            part.set(property.getKey(), property.getValue());
                        }
                    });
                }
            });
        }
        return MAPPER.treeToValue(found, type);
    }

    /**
     * A record's text without one of its properties.
     *
     * @throws StoredFileException if the text is no record's
     */
    public static String without(String property, String json) {
        try {
            JsonNode found = MAPPER.readTree(json);
            if (found instanceof ObjectNode settings) {
                settings.remove(property);
                return MAPPER.writeValueAsString(settings);
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
