package io.seminode.cli.sweep;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Experiments;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.grid.Grid;
import io.seminode.cli.grid.Tolerance;
import io.seminode.solver.spi.UnknownProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads grids from a YAML file: one, or a list of them. */
final class GridFile {
    /** Of a key that stands twice, YAML knows no first or last one. */
    private static final ObjectMapper YAML = new YAMLMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final List<String> FIELDS = List.of("problem", "norms", "tolerances", "seeds", "options");

    private final String source;

    private GridFile(String source) {
        this.source = source;
    }

    /**
     * The grids of a file.
     *
     * @throws CommandException if it can't be read or says something that makes no sense; the message names file and place
     */
    static List<Grid> read(Path file) {
        JsonNode content;
        try {
            content = YAML.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw CommandException.wrongUsage("Found that " + file + " is no YAML: " + e.getOriginalMessage()
                    + (place == null ? "" : ", in line " + place.getLineNr()) + ".");
        } catch (IOException e) {
            throw CommandException.failed(
                    "Can't read " + file + " (" + e.getClass().getSimpleName() + ").");
        }
        if (content.isMissingNode() || content.isNull()) {
            throw CommandException.wrongUsage("Found that " + file + " is empty, expected a grid, or a list of grids.");
        }
        GridFile reader = new GridFile(file.toString());
        List<Grid> grids = new ArrayList<>();
        for (JsonNode section : content.isArray() ? content : List.of(content)) {
            try {
                grids.addAll(reader.grids(section));
            } catch (UnknownProviderException e) {
                throw CommandException.wrongUsage(file + ": " + e.getMessage());
            }
        }
        return grids;
    }

    private List<Grid> grids(JsonNode section) {
        if (!section.isObject()) {
            throw wrong("\"" + section.asText() + "\"", "fields " + FIELDS);
        }
        section.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw wrong(
                        "the field \"" + name + "\"",
                        "one of " + String.join(", ", FIELDS.stream().sorted().toList()));
            }
        });
        Map<String, String> options = options(section.path("options"));
        List<Grid> grids = new ArrayList<>();
        for (JsonNode problem : list(section, "problem")) {
            Preset preset = preset(problem.asText(), options);
            try {
                grids.add(new Grid(
                        problem.asText(),
                        options,
                        list(section, "norms").stream().map(JsonNode::asText).toList(),
                        tolerances(section, preset),
                        section.has("seeds")
                                ? list(section, "seeds").stream()
                                        .map(this::seed)
                                        .toList()
                                : List.of(0L)));
            } catch (IllegalArgumentException e) {
                throw CommandException.wrongUsage(source + ": " + e.getMessage());
            }
        }
        return grids;
    }

    /** What a field holds: a list, or one value instead of it. */
    private List<JsonNode> list(JsonNode section, String field) {
        JsonNode found = section.path(field);
        if (found.isMissingNode() || found.isNull()) {
            throw wrong("no \"" + field + "\"", "one or more");
        }
        List<JsonNode> values = new ArrayList<>();
        (found.isArray() ? found : List.of(found)).forEach(values::add);
        return values;
    }

    private Preset preset(String problem, Map<String, String> options) {
        Experiment experiment = Experiments.all().stream()
                .filter(e -> e.name().equals(problem))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "the problem \"" + problem + "\"",
                        "one of "
                                + String.join(
                                        ", ",
                                        Experiments.all().stream()
                                                .map(Experiment::name)
                                                .toList())));
        String preset = options.get("preset");
        return preset == null ? experiment.presets().get(0) : experiment.preset(preset);
    }

    /** Numbers for both tolerances, or {@code {rtol: X, atol: Y}}; the preset's if none are given. */
    private List<Tolerance> tolerances(JsonNode section, Preset preset) {
        if (!section.has("tolerances")) {
            return List.of(new Tolerance(
                    preset.solver().tolerance().rtol(),
                    preset.solver().tolerance().atol()));
        }
        return list(section, "tolerances").stream()
                .map(t -> t.isObject()
                        ? new Tolerance(number(t.path("rtol")), number(t.path("atol")))
                        : new Tolerance(number(t), number(t)))
                .toList();
    }

    private double number(JsonNode node) {
        try {
            return Double.parseDouble(node.asText()); // YAML takes 1e-3 for a word
        } catch (NumberFormatException e) {
            throw wrong("the tolerance \"" + node.asText() + "\"", "a number");
        }
    }

    private long seed(JsonNode node) {
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw wrong("the seed \"" + node.asText() + "\"", "a whole number");
        }
        return node.longValue();
    }

    /** Of {@code seminode train}; a flag has the value true. */
    private Map<String, String> options(JsonNode node) {
        Map<String, String> options = new LinkedHashMap<>();
        node.properties().forEach(option -> {
            JsonNode value = option.getValue();
            if (value.isContainerNode()) {
                throw wrong("several values of the option \"" + option.getKey() + "\"", "one");
            }
            if (!value.isBoolean() || value.booleanValue()) {
                options.put(option.getKey(), value.isBoolean() ? "" : value.asText());
            }
        });
        return options;
    }

    private CommandException wrong(String found, String expected) {
        return CommandException.wrongUsage("Found " + found + " in " + source + ", expected " + expected + ".");
    }
}
