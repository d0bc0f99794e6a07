package io.seminode.docs;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The order of the pages: what they are grouped under, in the order in which a newcomer would read them. */
final class Navigation {
    private record Group(String title, List<String> files) {}

    private static final List<Group> GROUPS = List.of(
            new Group("Start", List.of("index", "concepts", "pendulum", "troubleshooting")),
            new Group(
                    "Solving",
                    List.of("solver", "methods", "norms", "adjoints", "events", "verify", "performance", "BENCHMARKS")),
            new Group("Learning", List.of("models", "tribuo", "speech", "flows", "data")),
            new Group("Running", List.of("command-line", "all-commands", "runs", "reproducing")),
            new Group("Shipping", List.of("image", "plugins", "publishing", "modules", "CONTRIBUTING", "SECURITY")));

    private final List<String> unplaced;
    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** The navigation among these pages; those without a place in a group come last. */
    Navigation(List<Page> all) {
        Set<String> left = new LinkedHashSet<>();
        for (Page page : all) {
            String name = page.file().replaceFirst("\\.html$", "");
            pages.put(name, page);
            left.add(name);
        }
        GROUPS.forEach(group -> left.removeAll(group.files()));
        unplaced = List.copyOf(left);
    }

    /** The names of the pages that no group has. */
    List<String> unplaced() {
        return unplaced;
    }

    /** Links to all pages; {@code current} is marked. */
    String toHtml(Page current) {
        StringBuilder html = new StringBuilder();
        GROUPS.forEach(group -> append(html, group, current));
        append(html, new Group("More", unplaced), current);
        return html.toString();
    }

    private void append(StringBuilder html, Group group, Page current) {
        List<Page> members =
                group.files().stream().map(pages::get).filter(Objects::nonNull).toList();
        if (members.isEmpty()) {
            return;
        }
        html.append("<h2>%s</h2>%n".formatted(group.title()));
        for (Page page : members) {
            String mark = page.equals(current) ? " aria-current=\"page\"" : "";
            html.append("<a href=\"%s\"%s>%s</a>%n".formatted(page.file(), mark, page.title()));
        }
    }
}
