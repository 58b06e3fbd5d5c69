package dev.rookery.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.RepositoryTexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link between pages of this repository leads somewhere. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    private final Map<Path, String> texts = RepositoryTexts.all();

    @Test
    void noLinkIsDead() {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Map.Entry<Path, String> page : texts.entrySet()) {
            if (!page.getKey().toString().endsWith(".md")) {
                continue;
            }
            Matcher link = LINK.matcher(page.getValue());
            while (link.find()) {
                links++;
                if (!link.group(1).matches("[a-z]+:.*") && !leadsSomewhere(page.getKey(), link.group(1))) {
                    dead.add(page.getKey() + ": " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(links).isPositive();
    }

    private boolean leadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        return Files.exists(file)
                && (hash < 0 || anchors(texts.getOrDefault(file, "")).contains(target.substring(hash + 1)));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
