package dev.rookery.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.RepositoryTexts;
import dev.rookery.tool.simulation.Sabotage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of invariants has every one that is cited, and names what is there. */
class InvariantsTest {
    private static final Path PAGE = Path.of("docs/invariants.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^## I(\\d+): ");
    private static final Pattern CITED = Pattern.compile("\\bI(\\d{1,2})\\b");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+)(\\.[A-Z_]+)?`");
    private static final Set<String> NO_CLASSES = Set.of("ALIVE", "FENCED", "CLOSED");

    private final Map<Path, String> texts = RepositoryTexts.all();
    private final String page = texts.get(PAGE);

    @Test
    void numbersHaveNoHole() {
        List<Integer> numbers = numbers(HEADING, page);

        assertThat(numbers)
                .hasSizeGreaterThanOrEqualTo(18)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
    }

    @Test
    void eachSaysWhyAndWhatProvesItOrThatItIsNotBuilt() {
        List<String> sections =
                Arrays.stream(page.split("(?m)^(?=## )", -1)).skip(1).toList();

        assertThat(sections)
                .allSatisfy(section -> assertThat(section).contains("\n* **Why**: "))
                .allMatch(section -> section.contains("* **Not built yet**: ")
                        || (section.contains("* **Kept by**") && section.contains("* **Proven by**: ")));
    }

    @Test
    void whatIsCitedIsThere() {
        List<Integer> known = numbers(HEADING, page);

        texts.forEach((file, text) -> assertThat(known).as(file.toString()).containsAll(numbers(CITED, text)));
        assertThat(texts.entrySet().stream().filter(text -> !text.getKey().equals(PAGE)))
                .anyMatch(text -> !numbers(CITED, text.getValue()).isEmpty());
    }

    @Test
    void classesThatAreNamedExist() {
        Set<String> classes = texts.keySet().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet());

        assertThat(CLASS.matcher(page).results().map(name -> name.group(1)))
                .isNotEmpty()
                .filteredOn(name -> !NO_CLASSES.contains(name))
                .allMatch(classes::contains);
    }

    @Test
    void everyProtectionThatTheSimulatorTakesAwayIsNamed() {
        assertThat(Sabotage.values()).allSatisfy(sabotage -> assertThat(page).contains("`Sabotage." + sabotage + "`"));
        assertThat(Pattern.compile("`Sabotage\\.([A-Z_]+)`")
                        .matcher(page)
                        .results()
                        .map(name -> name.group(1)))
                .isSubsetOf(Arrays.stream(Sabotage.values()).map(Sabotage::name).toList());
    }

    private static List<Integer> numbers(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> Integer.parseInt(match.group(1)))
                .toList();
    }
}
