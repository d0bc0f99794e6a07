package io.seminode.lab.verify;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A reference file.
 *
 * @param name of the file
 * @param caseName its field {@code case}
 * @param fields the document
 * @param folder where other files that it names are; null if it is shipped, without them
 */
record ReferenceFile(
        String name,
        String caseName,
        Fields fields,
        @Nullable Path folder) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /**
     * Reads a file.
     *
     * @throws MalformedReferenceException if it is not JSON or has no field {@code case}
     */
    static ReferenceFile parse(String name, byte[] json, @Nullable Path folder) {
        if (new String(json, StandardCharsets.UTF_8).isBlank()) {
            throw new MalformedReferenceException("not JSON: the file is empty");
        }
        try {
            Fields fields = Fields.root(MAPPER.readTree(json));
            return new ReferenceFile(name, fields.text("case"), fields, folder);
        } catch (JsonProcessingException notJson) {
            JsonLocation place = notJson.getLocation(); // some limits of the parser tell none
            throw new MalformedReferenceException("not JSON: " + notJson.getOriginalMessage()
                    + (place == null ? "" : " in line " + place.getLineNr()));
        } catch (IOException unreadable) {
            throw new MalformedReferenceException("cannot be read: " + unreadable.getMessage());
        }
    }
}
