package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.seminode.cli.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * README and guide name every command and every option, and none that does not exist.
 *
 * <p>A line of a code block that begins with {@code ./seminode}, {@code bin/seminode} or {@code seminode} is a call, and so is code
 * within a sentence that begins with {@code seminode} and one more word. Words in capitals stand for something.
 */
class CommandsInDocsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("^```[^\\n]*\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CALL_LINE = Pattern.compile("^\\s*(?:\\S*=\\S+ )*(?:\\S*/)?seminode (.*)$");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][\\w-]*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\b[A-Z][A-Z]+\\b|\\.\\.\\.|…");

    /** Options of other programs that the guide names within sentences. */
    private static final Set<String> OF_OTHERS = Set.of("--describe-module", "--problem");

    private static final Set<CommandSpec> COMMANDS = CommandReference.commands();

    private static Map<String, String> pages() throws IOException {
        return Page.written(ROOT).stream()
                .collect(Collectors.toMap(Page::file, Page::markdown, (a, b) -> a, TreeMap::new));
    }

    private static Set<String> knownOptions() {
        return COMMANDS.stream()
                .flatMap(command -> command.options().stream())
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The arguments of each call that the text shows, with comments cut off. */
    private static List<String> calls(String text) {
        List<String> calls = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            block.group(1).lines().forEach(line -> {
                Matcher call = CALL_LINE.matcher(line);
                if (call.matches()) {
                    calls.add(call.group(1));
                }
            });
        }
        for (String span : spans(text)) {
            Matcher call = CALL_LINE.matcher(span);
            if (call.matches()) {
                calls.add(call.group(1));
            }
        }
        return calls.stream()
                .map(call -> call.replaceFirst("\\s#.*$", "")
                        .replaceFirst("\\s[|>].*$", "")
                        .strip())
                .filter(call -> !call.isEmpty())
                .toList();
    }

    /** Code within sentences, which may be broken over lines. */
    private static List<String> spans(String text) {
        return SPAN.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(span -> span.group(1).replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void everyCommandAndOptionIsNamed() throws IOException {
        String all = String.join("\n", pages().values());
        Set<String> missing = new TreeSet<>();
        for (CommandSpec command : COMMANDS) {
            if (!Pattern.compile("seminode(?:\\s|`)[^\\n]*\\b" + Pattern.quote(command.name()) + "\\b")
                            .matcher(all)
                            .find()
                    && command.parent() != null) {
                missing.add(command.qualifiedName());
            }
        }
        Set<String> named =
                OPTION.matcher(all).results().map(option -> option.group()).collect(Collectors.toSet());
        knownOptions().stream().filter(option -> !named.contains(option)).forEach(missing::add);
        assertEquals(
                Set.of(), missing, "README and guide do not name these; describe them, say in guide/command-line.md");
    }

    @Test
    void everyOptionThatIsNamedExists() throws IOException {
        Set<String> known = knownOptions();
        Set<String> unknown = new TreeSet<>();
        pages().forEach((page, text) -> {
            for (String span : spans(text)) {
                if (span.startsWith("--") || CALL_LINE.matcher(span).matches()) {
                    OPTION.matcher(span)
                            .results()
                            .map(option -> option.group())
                            .filter(option -> !known.contains(option) && !OF_OTHERS.contains(option))
                            .forEach(option -> unknown.add(page + ": " + option));
                }
            }
        });
        assertEquals(Set.of(), unknown, "README and guide name options that no command has");
    }

    @Test
    void everyCallThatIsShownIsUnderstood() throws IOException {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Map.Entry<String, String> page : pages().entrySet()) {
            for (String call : calls(page.getValue())) {
                checked++;
                String complaint = complaint(call);
                if (!complaint.isEmpty()) {
                    wrong.add(page.getKey() + ": seminode " + call + ": " + complaint);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertFalse(checked < 10, "found " + checked + " calls; the README alone shows more");
    }

    @Test
    void whatIsWrongIsNoticed() {
        assertFalse(complaint("compare pendulum --no-such").isEmpty());
        assertFalse(complaint("no-such pendulum").isEmpty());
        assertFalse(complaint("bench PROBLEM --no-such X").isEmpty());
        assertEquals("", complaint("bench PROBLEM --repeats N"));
        assertEquals("", complaint("compare pendulum --epochs 2"));
    }

    /** Why the command line does not take the call; empty if it does. One with placeholders need only have the names right. */
    private static String complaint(String call) {
        List<String> words = words(call);
        if (!PLACEHOLDER.matcher(call).find()) {
            try {
                Main.commandLine().parseArgs(words.toArray(String[]::new));
                return "";
            } catch (ParameterException e) {
                return String.valueOf(e.getMessage());
            }
        }
        CommandLine command = Main.commandLine();
        for (String word : words) {
            CommandLine sub = command.getSubcommands().get(word);
            if (sub != null) {
                command = sub;
            } else if (word.startsWith("--") && !hasOption(command, word.replaceFirst("=.*", ""))) {
                return "unknown option " + word;
            } else if (command.getParent() == null
                    && !word.startsWith("-")
                    && !PLACEHOLDER.matcher(word).find()) {
                return "unknown command " + word;
            }
        }
        return "";
    }

    /** Of the command or of one below it: PROBLEM and NAME may stand for a subcommand. */
    private static boolean hasOption(CommandLine command, String option) {
        return command.getCommandSpec().findOption(option) != null
                || command.getSubcommands().values().stream().anyMatch(sub -> hasOption(sub, option));
    }

    /** Split at spaces outside quotes, as a shell does it. */
    private static List<String> words(String call) {
        return Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\S+")
                .matcher(call)
                .results()
                .map(word ->
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group())
                .toList();
    }
}
