package io.seminode.models.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Records as JSON in a header; numbers come back bit by bit. */
public final class SettingsJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.OVERRIDE_PUBLIC_ACCESS_MODIFIERS) // public records need not be opened to Jackson
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

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
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT,
                    "Found " + type.getSimpleName() + " that this version can't use: " + e.getOriginalMessage()
                            + ". Use the version that wrote the file.",
                    e);
        }
    }

    static JsonMapper mapper() {
        return MAPPER;
    }
}
