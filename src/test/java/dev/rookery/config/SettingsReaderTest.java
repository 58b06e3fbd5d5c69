package dev.rookery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a made-up feature, which brings one setting of each kind. */
class SettingsReaderTest {
    private static final String DEFAULTS =
            """
            rookery.weather {
              station = "roof", city = "", cities = [], from = "10.0.0.1:80", sources = ["10.0.0.1:80"], key = "", map = "", maps = []
              sky = [clear, rain], limit = 5, bytes = 1, every = 10s, least = 1s, most = 5s, on = true, asked = "60 + 20/s"
              wind { force = 3 }
            }
            """;

    @TempDir
    Path folder;

    private enum Sky {
        CLEAR,
        RAIN
    }

    private record Wind(@Within(least = "0", most = "12") int force) {}

    private record Span(
            @Within(least = "1s", most = "1h") Duration least, @Within(least = "1s", most = "1h") Duration most) {}

    private record WeatherSettings(
            @Required("name the station on your roof") String station,
            String city,
            @Matching(value = "[A-Z][a-z]+", must = "begin with a capital") List<String> cities,
            HostPort from,
            @Required("name at least one") List<HostPort> sources,
            Secret key,
            Optional<Path> map,
            List<Path> maps,
            Set<Sky> sky,
            @Within(least = "1", most = "10") int limit,
            @Within(least = "1", most = "8000000000") long bytes,
            @Within(least = "10ms", most = "1h") Duration every,
            @Inline Span span,
            boolean on,
            Rate asked,
            Wind wind) {

        static WeatherSettings read(SettingsReader in) {
            WeatherSettings read = in.section("weather", WeatherSettings.class);
            in.require(
                    () -> read.span.least.compareTo(read.span.most) <= 0,
                    "must not be longer than most",
                    "weather.least",
                    "weather.most");
            return read;
        }
    }

    @Test
    void aRecordOfAFeatureIsReadByTheNamesOfItsComponents() throws Exception {
        Path map = Files.writeString(folder.resolve("map"), "");

        WeatherSettings read = read(
                "rookery.weather { sky = [rain], wind.force = 7, maps = [\"" + map + "\"], cities = Rome }",
                Map.of(
                        "ROOKERY_WEATHER_LIMIT",
                        " 10 ",
                        "ROOKERY_WEATHER_EVERY",
                        "1h",
                        "ROOKERY_WEATHER_ON",
                        "off",
                        "ROOKERY_WEATHER_SOURCES",
                        "a:1, b:2",
                        "ROOKERY_WEATHER_MAP",
                        map.toString(),
                        "ROOKERY_WEATHER_ASKED",
                        "off",
                        "ROOKERY_WEATHER_MOST",
                        "2s",
                        "ROOKERY_WEATHER_BYTES",
                        "8000000000",
                        "ROOKERY_WEATHER_KEY",
                        "hunter2"));

        assertThat(read)
                .isEqualTo(new WeatherSettings(
                        "roof",
                        "",
                        List.of("Rome"),
                        new HostPort("10.0.0.1", 80),
                        List.of(new HostPort("a", 1), new HostPort("b", 2)),
                        new Secret("hunter2"),
                        Optional.of(map),
                        List.of(map),
                        Set.of(Sky.RAIN),
                        10,
                        8_000_000_000L,
                        Duration.ofHours(1),
                        new Span(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                        false,
                        Rate.OFF,
                        new Wind(7)));
        assertThat(read.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            STATION  | ' '        | must be set; name the station on your roof
            CITIES   | Rome,bonn  | has the value 'bonn': must begin with a capital
            FROM     | here       | has the value 'here': 'here' is not host:port
            FROM     | here:there | has the value 'here:there': 'here:there' is not host:port
            FROM     | a:1,b:2    | has the value 'a:1,b:2': 'a:1,b:2' is not host:port
            FROM     | a:0        | has the value 'a:0': port 0 is not between 1 and 65535
            SOURCES  | ','        | must be set; name at least one
            MAP      | /no/map    | names /no/map, which cannot be read; leave it empty for none
            MAPS     | /no/map    | names /no/map, which cannot be read
            SKY      | rain,snow  | has the value 'snow': must be one of clear, rain
            LIMIT    | 0          | is 0, must be between 1 and 10
            LIMIT    | 99999999999| is 99999999999, must be between 1 and 10
            LIMIT    | 1.5        | has the value '1.5': must be a whole number
            LIMIT    | 1d         | has the value '1d': must be a whole number
            EVERY    | 9ms        | is 9ms, must be between 10ms and 1h
            EVERY    | soon       | has the value 'soon': must be a duration such as 500ms, 10s, 5m, 2h or 30d
            ON       | maybe      | has the value 'maybe': must be true or false
            ASKED    | often      | has the value 'often': must look like '60 + 20/s' (or /min, /h), with numbers from 1, or be 'off'
            WIND_FORCE | 13       | is 13, must be between 0 and 12
            """)
    void whatIsRefusedIsSaidWithWhatMayBeGivenAndWhoGaveIt(String name, String value, String problem) {
        String variable = "ROOKERY_WEATHER_" + name;
        String key = name.equals("WIND_FORCE") ? "wind.force" : name.toLowerCase(java.util.Locale.ROOT);

        assertThat(refusals("", Map.of(variable, value)))
                .containsExactly("rookery.weather." + key + " " + problem + " (set by the environment variable "
                        + variable + ")");
    }

    @Test
    void aProblemInAFileIsSaidWithItsLine() {
        assertThat(refusals("\n\nrookery.weather.limit = 11", Map.of()))
                .containsExactly(
                        "rookery.weather.limit is 11, must be between 1 and 10 (set in " + file() + ", line 3)");
    }

    @Test
    void allIsSaidAtOnceAndARuleOnlyOfWhatIsRightAlone() {
        assertThat(refusals(
                        "rookery.weather { limit = 11, least = 6s, wind { force = 13 } }",
                        Map.of("ROOKERY_WEATHER_EVERI", "1s", "ROOKERY_WEATHER_WIND_FORCES", "1")))
                .hasSize(5)
                .contains("The environment variable ROOKERY_WEATHER_EVERI is not a setting; did you mean"
                        + " ROOKERY_WEATHER_EVERY?")
                .contains("rookery.weather.least must not be longer than most (rookery.weather.least is 6s, set in "
                        + file() + ", line 1; rookery.weather.most is 5s by default)");
        assertThat(refusals("rookery.weather { least = 6s, most = 0s }", Map.of()))
                .singleElement()
                .asString()
                .startsWith("rookery.weather.most is 0s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{ key = hunter2 }", "[hunter2]", "[[hunter2]]"})
    void noSecretIsInAMessage(String value) {
        assertThat(refusals("rookery.weather.key = " + value, Map.of()))
                .isNotEmpty()
                .anyMatch(text -> text.startsWith("rookery.weather.key must "))
                .noneMatch(text -> text.contains("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "[]", "calm"})
    void aValueWhereASectionBelongsIsRefusedOnceAndDoesNotHideWhatIsInIt(String value) {
        assertThat(refusals("rookery.weather.wind = " + value, Map.of("ROOKERY_WEATHER_WIND_FORCE", "4")))
                .singleElement()
                .asString()
                .startsWith("rookery.weather.wind must be a section with settings of its own");
    }

    @Test
    void featuresFindTheirRecordByItsType() throws Exception {
        Config both = ConfigFactory.parseString(DEFAULTS).withFallback(Sources.defaults());
        Path key = Files.writeString(folder.resolve("key.pem"), "not read here");
        Map<String, String> environment = Map.of(
                "ROOKERY_AUTH_SIGNING_KEY_FILE", key.toString(),
                "ROOKERY_CLUSTER_CREDENTIALS", folder.toString(),
                "ROOKERY_WEATHER_LIMIT", "6");

        RookeryConfig config = ConfigLoader.load(
                new SettingsReader(new Sources(both, ConfigFactory.empty(), environment)),
                List.of(WeatherSettings::read));

        assertThat(config.features().of(WeatherSettings.class).limit()).isEqualTo(6);
        assertThatIllegalStateException().isThrownBy(() -> config.features().of(Wind.class));
    }

    @Test
    void aComponentWithoutDefaultOrRangeIsAMistakeOfOurs() {
        record Nameless(@Within(least = "1", most = "2") int unheardOf) {}
        record Boundless(int limit) {}

        assertThatIllegalStateException()
                .isThrownBy(() -> reader("", Map.of()).section("weather", Nameless.class))
                .withMessageContaining("rookery.weather.unheardOf has no default");
        assertThatIllegalStateException()
                .isThrownBy(() -> reader("", Map.of()).section("weather", Boundless.class))
                .withMessageContaining("rookery.weather.limit says no range");
    }

    private WeatherSettings read(String file, Map<String, String> environment) throws Exception {
        SettingsReader reader = reader(file, environment);
        WeatherSettings read = WeatherSettings.read(reader);
        reader.check();
        return read;
    }

    private List<String> refusals(String file, Map<String, String> environment) {
        return catchThrowableOfType(InvalidConfigException.class, () -> read(file, environment))
                .violations();
    }

    private SettingsReader reader(String text, Map<String, String> environment) throws Exception {
        Config file = ConfigFactory.parseFile(
                Files.writeString(file(), text).toFile(),
                ConfigParseOptions.defaults().setAllowMissing(false));
        return new SettingsReader(new Sources(ConfigFactory.parseString(DEFAULTS), file, environment));
    }

    private Path file() {
        return folder.resolve("weather.conf");
    }
}
