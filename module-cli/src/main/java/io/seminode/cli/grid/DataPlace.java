package io.seminode.cli.grid;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Where the data of a run lie. Results do not depend on it, so that it may be another when the run is continued, which
 * happens with the command that {@code environment.json} keeps.
 */
public final class DataPlace {
    private static final String OPTION = "--data";
    private static final String ENVIRONMENT = "environment.json";
    private static final String COMMAND = "commandLine";

    private DataPlace() {}

    /**
     * Lets a run that was begun go on with its data where the grid says that they lie now. A folder that can't be read is left
     * as it is: the run itself says what is wrong with it.
     *
     * @param path its run folder
     */
    public static void heed(GridRun run, Path path) {
        try {
            heed(run, RunFolder.open(path));
        } catch (CommandException e) {
            LoggerFactory.getLogger(DataPlace.class).debug("The place of the data in {} stays: {}", path, e, e);
        }
    }

    private static void heed(GridRun run, RunFolder folder) {
        if (!(folder.readJson(ENVIRONMENT) instanceof ObjectNode environment)) {
            return;
        }
        List<String> begunWith = new ArrayList<>();
        environment.path(COMMAND).forEach(word -> begunWith.add(word.asText()));
        List<String> now = withPlace(begunWith, run.options().get(OPTION.substring(2)));
        if (!now.equals(begunWith)) {
            ArrayNode words = environment.putArray(COMMAND);
            now.forEach(words::add);
            folder.writeJson(ENVIRONMENT, environment);
        }
    }

    /**
     * The words of a command with another place.
     *
     * @param place null for none: where {@code seminode data fetch} puts data
     */
    static List<String> withPlace(List<String> words, @Nullable String place) {
        List<String> others = new ArrayList<>();
        int at = -1;
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(OPTION)) {
                at = others.size();
                i++; // its value
            } else if (words.get(i).startsWith(OPTION + "=")) {
                at = others.size();
            } else {
                others.add(words.get(i));
            }
        }
        if (place != null) {
            others.addAll(at < 0 ? others.size() : at, List.of(OPTION, place));
        }
        return others;
    }
}
