package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ContractFileTest {
    private static final Pattern SCHEMA = Pattern.compile("#/components/schemas/(\\w+)");

    @ParameterizedTest
    @ValueSource(strings = {"openapi/rookery.yaml", "asyncapi/rookery.yaml"})
    void aContractIsServedWholeAndWithNothingElse(String resource) {
        String yaml = ContractFile.yaml(resource);

        Set<String> named =
                SCHEMA.matcher(yaml).results().map(found -> found.group(1)).collect(Collectors.toSet());
        assertThat(yaml).doesNotContain("../").doesNotContain("&id");
        assertThat(schemas(yaml)).containsAll(named).contains("Entry", "LiveEntry", "Content");
        assertThat(new JsonObject(ContractFile.whole(resource)))
                .isEqualTo(JsonObject.mapFrom(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml)));
    }

    private static Set<String> schemas(String yaml) {
        Object contract = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return JsonObject.mapFrom(contract)
                .getJsonObject("components")
                .getJsonObject("schemas")
                .fieldNames();
    }
}
