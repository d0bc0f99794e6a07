package io.seminode.lab.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** A JSON object of a reference file that knows where it stands, so that an error can name the field. */
final class Fields {
    private final JsonNode node;
    private final String path;

    private Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** The whole document. */
    static Fields root(JsonNode node) {
        Fields root = new Fields(node, "");
        if (!node.isObject()) {
            throw root.malformed("", "an object");
        }
        return root;
    }

    /** The names of the fields, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Iterator<String> next = node.fieldNames(); next.hasNext(); ) {
            names.add(next.next());
        }
        return names;
    }

    /** Whether there is such a field and it is not null. */
    boolean has(String name) {
        return node.hasNonNull(name);
    }

    boolean isList(String name) {
        return required(name).isArray();
    }

    boolean isNumber(String name) {
        return required(name).isNumber();
    }

    /** An object in a field. */
    Fields object(String name) {
        JsonNode value = required(name);
        if (!value.isObject()) {
            throw malformed(name, "an object");
        }
        return new Fields(value, pathOf(name));
    }

    /** An object in a field, if there is one. */
    Optional<Fields> findObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /** A list of objects. */
    List<Fields> objects(String name) {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw malformed(name, "a list");
        }
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            Fields entry = new Fields(value.get(i), pathOf(name) + "[" + i + "]");
            if (!value.get(i).isObject()) {
                throw entry.malformed("", "an object");
            }
            objects.add(entry);
        }
        return objects;
    }

    String text(String name) {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw malformed(name, "text");
        }
        return value.asText();
    }

    boolean flag(String name) {
        JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw malformed(name, "true or false");
        }
        return value.asBoolean();
    }

    double number(String name) {
        return numberOf(required(name), name);
    }

    long integer(String name) {
        JsonNode value = required(name);
        if (!value.isIntegralNumber()) {
            throw malformed(name, "an integer");
        }
        return value.asLong();
    }

    int size(String name) {
        return Math.toIntExact(integer(name));
    }

    double[] numbers(String name) {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw malformed(name, "a list of numbers");
        }
        double[] numbers = new double[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = numberOf(value.get(i), name + "[" + i + "]");
        }
        return numbers;
    }

    List<String> texts(String name) {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw malformed(name, "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(entry -> texts.add(entry.asText()));
        return texts;
    }

    /** A tensor in a field. */
    ReferenceTensor tensor(String name) {
        return object(name).asTensor();
    }

    /** A tensor in a field in which missing values are null; they become NaN. */
    ReferenceTensor tensorWithMissing(String name) {
        ObjectNode complete = ((ObjectNode) object(name).node).deepCopy();
        ArrayNode data = complete.withArray("data");
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).isNull()) {
                data.set(i, Double.NaN);
            }
        }
        return new Fields(complete, pathOf(name)).asTensor();
    }

    /** A list of tensors. */
    List<ReferenceTensor> tensors(String name) {
        return objects(name).stream().map(Fields::asTensor).toList();
    }

    /** This object, which has shape, dtype and data, as a tensor. */
    ReferenceTensor asTensor() {
        double[] sizes = numbers("shape");
        long[] dimensions = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            dimensions[i] = (long) sizes[i];
        }
        Shape shape = Shape.of(dimensions);
        double[] values = numbers("data");
        if (shape.size() != values.length) {
            throw malformed("data", shape.size() + " numbers for shape " + shape, values.length + " numbers");
        }
        return new ReferenceTensor(shape, text("dtype"), values);
    }

    /** An error about a field of this object. */
    MalformedReferenceException malformed(String name, String expected) {
        JsonNode found = name.isEmpty() ? node : node.get(name);
        return malformed(name, expected, found == null ? "nothing" : describe(found));
    }

    private MalformedReferenceException malformed(String name, String expected, String found) {
        String field = name.isEmpty() ? path : pathOf(name);
        String where = field.isEmpty() ? "the document" : "field \"" + field + "\"";
        return new MalformedReferenceException(where + ": " + found + " found, expected " + expected);
    }

    private JsonNode required(String name) {
        if (!has(name)) {
            throw malformed(name, "a value");
        }
        return node.get(name);
    }

    private double numberOf(JsonNode value, String name) {
        if (value.isNumber()) {
            return value.asDouble();
        }
        // JSON has no such numbers; the files spell them out.
        return switch (value.isTextual() ? value.asText() : "") {
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> throw malformed(name, "a number", describe(value));
        };
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case NULL -> "null";
            default -> value.toString();
        };
    }
}
