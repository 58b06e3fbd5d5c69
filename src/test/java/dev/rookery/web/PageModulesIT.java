package dev.rookery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.rookery.testkit.ChromiumLocator;
import dev.rookery.testkit.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The page's modules without a server behind them, in the browser they are written for: every function that a module of
 * {@code src/test/web/page} exports is a test, and fails by throwing.
 */
@Tag("page")
class PageModulesIT {
    private static final List<String> MODULES = List.of("screen", "store", "tabs");

    /** Maven bundles them before it compiles. */
    private static final Path MADE = Path.of("target", "page", "tests");

    private static Vertx vertx;
    private static Playwright playwright;
    private static Page page;

    @BeforeAll
    static void openPage() {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.get("/tests/:module").handler(PageModulesIT::testModule);
        router.get("/blank").handler(PageModulesIT::blank);
        HttpServer server = await(new WebPageModule().mount(vertx, router).compose(mounted -> vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")));
        playwright = ChromiumLocator.playwright();
        Browser browser = playwright.chromium().launch(ChromiumLocator.launchOptions(playwright));
        page = browser.newContext(new Browser.NewContextOptions().setLocale("en-GB"))
                .newPage();
        page.navigate("http://127.0.0.1:" + server.actualPort() + "/blank");
    }

    @AfterAll
    static void close() {
        playwright.close();
        await(vertx.close());
    }

    @TestFactory
    Stream<DynamicContainer> modules() {
        return MODULES.stream().map(module -> DynamicContainer.dynamicContainer(module, tests(module)));
    }

    private static Stream<DynamicTest> tests(String module) {
        Object exported = page.evaluate("async path => Object.keys(await import(path))", path(module));
        List<?> names = (List<?>) exported;
        assertThat(names).as("tests of " + module).isNotEmpty();
        return names.stream().map(name -> DynamicTest.dynamicTest(name.toString(), () -> run(module, name)));
    }

    private static void run(String module, Object name) {
        Object failure = page.evaluate(
                "([path, name]) => import(path).then(m => m[name]()).then(() => null, e => e.stack)",
                List.of(path(module), name));
        assertThat(failure).isNull();
    }

    private static String path(String module) {
        return "/tests/" + module + ".js";
    }

    /** Under the rules of the page, without the page: a test has the libraries to itself. */
    private static void blank(RoutingContext ctx) {
        ctx.response()
                .putHeader("Content-Security-Policy", WebSite.contentSecurityPolicy())
                .putHeader("Content-Type", "text/html")
                .end("<!doctype html>");
    }

    /** As the build bundled them. */
    private static void testModule(RoutingContext ctx) {
        Path module = MADE.resolve(ctx.pathParam("module"));
        try {
            ctx.response().putHeader("Content-Type", "text/javascript").end(Files.readString(module));
        } catch (NoSuchFileException e) {
            ctx.fail(404, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
