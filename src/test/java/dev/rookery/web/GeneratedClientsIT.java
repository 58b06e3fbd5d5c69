package dev.rookery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that nobody wrote work: made from the contract by a generator that many use, compiled as they come, they sign
 * people up, talk, read history, and take what happens for what it is. In Java, and in TypeScript in a browser, where the
 * compiler runs too: a build needs no other language.
 */
@OnStage
class GeneratedClientsIT {
    private static final List<String> STORY = List.of(
            "opened direct of 2",
            "sent 1",
            "read 1 Hello, 🐦",
            "heard 1 Hello, 🐦",
            "reached 1",
            "synced direct through 1, 1 in all",
            "refused invalid_request of content.text");

    @TempDir
    private static Path directory;

    private static GeneratedClients clients;

    private final Stage stage;

    GeneratedClientsIT(Stage stage) {
        this.stage = stage;
    }

    @BeforeAll
    static void generate() throws IOException, InterruptedException {
        clients = GeneratedClients.make(directory);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aJavaClientWorks() throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader = clients.java()) {
            Function<Map<String, String>, List<String>> conversation = (Function<Map<String, String>, List<String>>)
                    loader.loadClass("Conversation").getConstructor().newInstance();

            assertThat(conversation.apply(Map.of("node", node().toString(), "suffix", suffix())))
                    .isEqualTo(STORY);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aTypeScriptClientWorks() throws IOException {
        Map<String, String> files = new HashMap<>();
        files.put("/", "<!doctype html><script src=typescript.js></script>");
        files.put("/typescript.js", GeneratedClients.typeScriptCompiler());
        try (BrowserContext context = stage.context()) {
            Page page = context.newPage();
            // At the address of the node, whose API no other page may use.
            context.route(node() + "/generated/**", route -> answer(route, files));
            page.navigate(node() + "/generated/");
            Map<String, Object> compiled = (Map<String, Object>)
                    page.evaluate(GeneratedClients.resource("/generated/compile.js"), clients.typeScript());
            assertThat((List<Object>) compiled.get("complaints")).isEmpty();
            ((Map<String, String>) compiled.get("emitted"))
                    .forEach((path, script) -> files.put(path.replaceFirst("\\.js$", ""), script));

            Object told = page.evaluate(
                    "([node, suffix]) => import('/generated/out/conversation').then(it => it.talk(node, suffix))",
                    List.of(node().toString(), suffix()));

            assertThat(told).isEqualTo(STORY);
        }
    }

    private static void answer(Route route, Map<String, String> files) {
        String path = URI.create(route.request().url()).getPath().replaceFirst("^/generated", "");
        String text = files.get(path);
        route.fulfill(new Route.FulfillOptions()
                .setStatus(text == null ? 404 : 200)
                .setContentType(path.equals("/") ? "text/html" : "text/javascript")
                .setBody(text == null ? "" : text));
    }

    /** Without a slash at the end. */
    private URI node() {
        return stage.cluster().http(0);
    }

    private static String suffix() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
