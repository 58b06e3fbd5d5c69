package dev.rookery.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.rookery.testkit.ChromiumLocator;
import dev.rookery.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The browser keeps the page by a service worker: it opens without its server, and a newer one takes its place. */
@Tag("page")
@ResourceLock("dev.rookery.web.Stage")
class PageKeptIT {
    private static final String KEPT = "() => navigator.serviceWorker.controller !== null";

    private final Vertx vertx = Vertx.vertx();
    private final Playwright playwright = ChromiumLocator.playwright();
    private final Browser browser = playwright.chromium().launch(ChromiumLocator.launchOptions(playwright));
    private volatile boolean newer;
    private HttpServer server;
    private Page page;

    @BeforeEach
    void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Patience.MILLIS);
        Router router = Router.router(vertx);
        router.get("/sw.js").handler(this::newerWorker);
        server = await(new WebPageModule().mount(vertx, router).compose(mounted -> vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")));
        page = browser.newContext(new Browser.NewContextOptions().setLocale("en-GB"))
                .newPage();
        page.setDefaultTimeout(Patience.MILLIS);
        page.navigate("http://127.0.0.1:" + server.actualPort() + "/");
    }

    @AfterEach
    void close() {
        playwright.close();
        await(vertx.close());
    }

    @Test
    void thePageOpensWithoutItsServer() {
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(KEPT)));
        await(server.close());

        page.reload();

        assertThat(page.getByText("Welcome back")).isVisible();
        page.getByText("Create an account").click();
        assertThat(page.getByLabel("Your name")).isVisible();
    }

    @Test
    void aNewerPageWaitsUntilItIsAskedFor() {
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(KEPT)));
        newer = true;

        page.reload();
        assertThat(page.getByText("There is a newer version")).isVisible();
        assertThat(kept()).isNotEqualTo("rookery-shell-newer");
        AtomicBoolean loaded = new AtomicBoolean();
        page.onFrameNavigated(frame -> loaded.set(true));
        page.getByText("Reload to update").click();
        page.waitForCondition(loaded::get);

        assertThat(kept()).isEqualTo("rookery-shell-newer");
        assertThat(page.getByText("There is a newer version")).isHidden();
        assertThat(page.getByText("Welcome back")).isVisible();
    }

    private Object kept() {
        return page.evaluate("async () => (await caches.keys()).join()");
    }

    /** Of the next release, as far as a browser can tell. */
    private void newerWorker(RoutingContext ctx) {
        if (!newer) {
            ctx.next();
            return;
        }
        String script =
                WebSite.load().orElseThrow().atRoot().get("/sw.js").body().toString();
        ctx.response()
                .putHeader("Content-Type", "text/javascript")
                .putHeader("Cache-Control", "no-cache")
                .end(script.replaceAll("\"[0-9a-f]{16}\"", "\"newer\""));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
