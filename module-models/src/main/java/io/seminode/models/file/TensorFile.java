package io.seminode.models.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seminode.data.files.AtomicFiles;
import io.seminode.models.file.StoredFileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors and texts in one safetensors file that says what it is: its metadata hold a format's name, a version and the
 * SHA-256 of everything else in the file.
 *
 * @param metadata texts, by name
 * @param tensors by name
 */
public record TensorFile(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    private static final String METADATA = "__metadata__";
    private static final String FORMAT = "format";
    private static final String VERSION = "version";
    private static final String CHECKSUM = "sha256";
    private static final int LONGEST_HEADER = 100_000_000; // as in the format's description

    /** Copies the maps; their order is kept. */
    public TensorFile {
        metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Writes a file that is whole at every moment.
     *
     * @param format what is in it, for example "seminode-model"
     * @param version of that format
     */
    public void write(Path file, String format, int version) throws IOException {
        byte[] bytes = bytes(format, version);
        AtomicFiles.write(file, temporary -> Files.write(temporary, bytes));
    }

    /** What {@link #write} writes. */
    public byte[] bytes(String format, int version) {
        byte[] data = data();
        byte[] header = header(format, version, data);
        return ByteBuffer.allocate(Long.BYTES + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    private byte[] data() {
        int size = tensors.values().stream().mapToInt(t -> t.values().length).reduce(0, Math::addExact);
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(size, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (StoredTensor tensor : tensors.values()) {
            data.asFloatBuffer().put(tensor.values());
            data.position(data.position() + tensor.values().length * Float.BYTES);
        }
        return data.array();
    }

    private byte[] header(String format, int version, byte[] data) {
        byte[] unsigned = header(format, version, "");
        MessageDigest digest = sha256();
        digest.update(unsigned);
        digest.update(data);
        return header(format, version, HexFormat.of().formatHex(digest.digest()));
    }

    /** The header in the only way that is ours to write it: equal contents give equal bytes. */
    private byte[] header(String format, int version, String checksum) {
        ObjectNode header = SettingsJson.mapper().createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        texts.put(FORMAT, format);
        texts.put(VERSION, Integer.toString(version));
        metadata.forEach(texts::put);
        texts.put(CHECKSUM, checksum);
        long begin = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            long end = begin + (long) entry.getValue().values().length * Float.BYTES;
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            Arrays.stream(entry.getValue().shape()).forEach(tensor.putArray("shape")::add);
            tensor.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        String text = header.toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return (text + " ".repeat((Long.BYTES - bytes % Long.BYTES) % Long.BYTES)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a file and checks it.
     *
     * @param format what should be in it
     * @param version of that format that can be read
     * @throws StoredFileException if it is something else, of another version, or damaged
     */
    public static TensorFile read(Path file, String format, int version) {
        try {
            return read(file.toString(), Files.readAllBytes(file), format, version);
        } catch (IOException e) {
            throw new StoredFileException(
                    Reason.UNREADABLE,
                    "Can't read " + file + " (" + e.getClass().getSimpleName() + ").",
                    e);
        } catch (OutOfMemoryError e) {
            throw new StoredFileException(
                    Reason.UNREADABLE,
                    "Can't read " + file + ": it finds no room in memory, of which Java may take "
                            + Runtime.getRuntime().maxMemory() + " bytes; give it more with -Xmx.",
                    e);
        }
    }

    /**
     * Reads what a file would hold and checks it.
     *
     * @param source where the bytes come from, for messages
     * @param format what should be in it
     * @param version of that format that can be read
     * @throws StoredFileException if it is something else, of another version, or damaged
     */
    public static TensorFile read(String source, byte[] bytes, String format, int version) {
        JsonNode header = parsedHeader(source, bytes, format);
        JsonNode found = header.get(METADATA).get(VERSION);
        if (found == null || !found.asText().equals(Integer.toString(version))) {
            throw new StoredFileException(
                    Reason.OTHER_VERSION,
                    source + " is a " + format + " of version " + (found == null ? "unknown" : found.asText())
                            + ", expected " + version + "; use the version of Seminode that wrote it.");
        }
        return checked(source, bytes, header, format, version);
    }

    private static JsonNode parsedHeader(String source, byte[] bytes, String format) {
        int length = headerLength(source, bytes, format);
        JsonNode header;
        try {
            header = SettingsJson.mapper().readTree(new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw foreign(source, format);
        }
        JsonNode found = header.path(METADATA).path(FORMAT);
        if (!found.asText().equals(format)) {
            throw found.isTextual()
                    ? new StoredFileException(
                            Reason.FOREIGN, source + " is a " + found.asText() + ", expected a " + format + ".")
                    : foreign(source, format);
        }
        return header;
    }

    private static int headerLength(String source, byte[] bytes, String format) {
        if (bytes.length < Long.BYTES) {
            throw foreign(source, format);
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > LONGEST_HEADER || length > bytes.length - Long.BYTES) {
            throw foreign(source, format);
        }
        return (int) length;
    }

    private static TensorFile checked(String source, byte[] bytes, JsonNode header, String format, int version) {
        int from = Long.BYTES + headerLength(source, bytes, format);
        byte[] data = Arrays.copyOfRange(bytes, from, bytes.length);
        TensorFile content;
        try {
            content = parsed(header, data);
        } catch (RuntimeException e) {
            throw damaged(source, e);
        }
        byte[] found = Arrays.copyOfRange(bytes, Long.BYTES, from);
        if (!Arrays.equals(found, content.header(format, version, data))) {
            throw damaged(source, null);
        }
        return content;
    }

    private static TensorFile parsed(JsonNode header, byte[] data) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        header.get(METADATA)
                .properties()
                .forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
        texts.keySet().removeAll(java.util.List.of(FORMAT, VERSION, CHECKSUM));
        ByteBuffer rest = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getValue(), rest));
            }
        });
        return new TensorFile(texts, tensors);
    }

    /**
     * The next tensor. Nothing is taken of memory before the offsets are known to be those that we write, within the file: each
     * tensor begins where the one before ended.
     */
    private static StoredTensor tensor(JsonNode description, ByteBuffer rest) {
        JsonNode sizes = description.get("shape");
        long[] shape = new long[sizes.size()];
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes.get(i).longValue();
            if (shape[i] < 0) {
                throw new IllegalArgumentException("Size " + shape[i] + " found, expected 0 or more.");
            }
            size = Math.multiplyExact(size, shape[i]);
        }
        long begin = description.get("data_offsets").get(0).longValue();
        long end = description.get("data_offsets").get(1).longValue();
        if (begin != rest.position() || end != begin + Math.multiplyExact(size, Float.BYTES) || end > rest.limit()) {
            throw new IllegalArgumentException("Offsets " + begin + " and " + end + " found for " + size
                    + " numbers, expected " + rest.position() + " and at most " + rest.limit() + ".");
        }
        float[] values = new float[(int) size];
        rest.asFloatBuffer().get(values);
        rest.position((int) end);
        return new StoredTensor(shape, values);
    }

    private static StoredFileException foreign(String source, String format) {
        return new StoredFileException(
                Reason.FOREIGN, source + " is no " + format + " file, or its beginning is damaged.");
    }

    private static StoredFileException damaged(String source, @org.jspecify.annotations.Nullable Exception cause) {
        String message = source + " is damaged: its contents and its checksum don't fit. Use a copy, or make it anew.";
        return cause == null
                ? new StoredFileException(Reason.DAMAGED, message)
                : new StoredFileException(Reason.DAMAGED, message, cause);
    }

    /** The SHA-256 of bytes, in hexadecimal digits. */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256 found.", e);
        }
    }
}
