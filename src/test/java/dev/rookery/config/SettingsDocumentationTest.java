package dev.rookery.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import dev.rookery.node.Settings;
import dev.rookery.testkit.RepositoryTexts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The records of settings, their defaults and what is written about them are about the same settings. */
class SettingsDocumentationTest {
    private static final Pattern VARIABLE = Pattern.compile("ROOKERY_[A-Z0-9_]*[A-Z0-9]");

    private final Config defaults = Sources.defaults();

    @Test
    void everySettingHasADefaultAndEveryDefaultASetting() {
        SettingsReader in = new SettingsReader(Sources.read(Optional.empty(), Map.of()));
        Settings.OF_FEATURES.forEach(feature -> assertThat(feature.apply(in)).isNotNull());
        assertThat(in.core(RookeryConfig.class)).isNotNull();

        assertThat(keys()).isEqualTo(in.paths());
    }

    @Test
    void everySettingIsExplainedWhereItsDefaultStands() {
        Set<String> unexplained = defaults.entrySet().stream()
                .filter(setting -> comment(setting.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unexplained).as("settings without a comment above them").isEmpty();
    }

    @Test
    void noTwoSettingsShareAVariable() {
        assertThat(keys().stream().map(Sources::variable)).doesNotHaveDuplicates();
    }

    @Test
    void noPageNamesAVariableThatIsNone() {
        Map<Path, String> pages = new TreeMap<>(RepositoryTexts.all());
        pages.keySet().removeIf(page -> page.startsWith("src"));
        assertThat(pages).containsKeys(Path.of("deploy/rookery.env.example"), Path.of("rookery"));

        pages.forEach((page, text) -> {
            Map<String, String> named = VARIABLE.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .collect(Collectors.toMap(name -> name, name -> ""));
            assertThat(UnknownSettings.in(ConfigFactory.empty(), named, defaults))
                    .as(page.toString())
                    .isEmpty();
        });
    }

    private Set<String> keys() {
        return defaults.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String comment(ConfigValue value) {
        return String.join("", value.origin().comments()).strip();
    }
}
