package dev.rookery.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.RepositoryTexts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Decisions are numbered without holes, and whoever cites one means one that is there. */
class DecisionsTest {
    private static final Path FOLDER = Path.of("docs/adr");
    private static final Pattern NAME = Pattern.compile("(\\d{4})-[a-z0-9]+(-[a-z0-9]+)*\\.md");
    private static final Pattern CITED = Pattern.compile("\\bADR[\\s#-]?(\\d+)(\\]\\([^)]*?(\\d{4})-[^)]*\\))?");

    private final Map<Path, String> texts = RepositoryTexts.all();

    private final List<Path> decisions =
            texts.keySet().stream().filter(file -> file.startsWith(FOLDER)).toList();

    @Test
    void numbersHaveNoHole() {
        List<Integer> numbers = decisions.stream().map(DecisionsTest::number).toList();

        assertThat(numbers)
                .isNotEmpty()
                .isEqualTo(IntStream.rangeClosed(1, decisions.size()).boxed().toList());
    }

    @Test
    void titlesSayTheNumberOfTheirFile() {
        assertThat(decisions).allSatisfy(file -> assertThat(texts.get(file)).startsWith("# " + number(file) + ". "));
    }

    @Test
    void whatIsCitedIsThereAndLinksSayTheSameNumber() {
        int citations = 0;
        for (Map.Entry<Path, String> text : texts.entrySet()) {
            Matcher cited = CITED.matcher(text.getValue());
            while (cited.find()) {
                citations++;
                int number = Integer.parseInt(cited.group(1));
                assertThat(number)
                        .as("%s cites %s", text.getKey(), cited.group())
                        .isBetween(1, decisions.size());
                if (cited.group(3) != null) {
                    assertThat(Integer.parseInt(cited.group(3)))
                            .as("%s cites %s", text.getKey(), cited.group())
                            .isEqualTo(number);
                }
            }
        }
        assertThat(citations).isPositive();
    }

    private static int number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        assertThat(name.matches()).as(file.toString()).isTrue();
        return Integer.parseInt(name.group(1));
    }
}
