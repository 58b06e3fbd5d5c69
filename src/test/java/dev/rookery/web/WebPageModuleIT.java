package dev.rookery.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestHttp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("page")
class WebPageModuleIT {
    private static final WebSite SITE = WebSite.load().orElseThrow();
    private static final String SCRIPT = SITE.addresses().stream()
            .filter(address -> address.startsWith("/assets/app-") && address.endsWith(".js"))
            .findFirst()
            .orElseThrow();

    private static Vertx vertx;
    private static URI origin;

    @BeforeAll
    static void serve() {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        HttpServer server = await(new WebPageModule().mount(vertx, router).compose(mounted -> vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")));
        origin = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @AfterAll
    static void stop() {
        await(vertx.close());
    }

    @Test
    void pageIsAskedForEveryTimeAndGuarded() {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(header(page, "etag")).isNotEmpty();
        assertThat(header(page, "content-security-policy"))
                .contains("frame-ancestors 'none'", "trusted-types lit-html rookery");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(page, "x-frame-options")).isEqualTo("DENY");
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void whoHasThePageIsToldSo() {
        String etag = header(get("/"), "etag");

        HttpResponse<String> again = send(request("/").header("If-None-Match", etag));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void theServiceWorkerIsAskedForEveryTime() {
        HttpResponse<String> worker = get("/sw.js");

        assertThat(worker.statusCode()).isEqualTo(200);
        assertThat(header(worker, "cache-control")).isEqualTo("no-cache");
        assertThat(header(worker, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        // Else that of all answers would stand, under which a worker fetches nothing.
        assertThat(header(worker, "content-security-policy")).contains("default-src 'none'", "connect-src 'self'");
        assertThat(header(get("/manifest.webmanifest"), "content-type")).isEqualTo("application/manifest+json");
    }

    @Test
    void filesAreKeptForEver() {
        HttpResponse<String> script = get(SCRIPT);

        assertThat(script.body()).contains("customElements.define");
        assertThat(header(script, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(SITE.addresses()).allSatisfy(address -> assertThat(header(get(address), "cache-control"))
                .contains("immutable"));
    }

    @Test
    void whoTakesItGetsItCompressedAsTheBuildDidIt() {
        HttpResponse<byte[]> packed = TestHttp.send(
                request(SCRIPT).header("Accept-Encoding", "gzip, br").build(), BodyHandlers.ofByteArray());

        assertThat(packed.headers().firstValue("content-encoding")).hasValue("br");
        assertThat(packed.headers().firstValue("vary")).hasValue("accept-encoding");
        assertThat(packed.body()).hasSizeLessThan(get(SCRIPT).body().length() / 2);
        assertThat(packed.headers().firstValue("etag"))
                .isNotEqualTo(get(SCRIPT).headers().firstValue("etag"));
    }

    @Test
    void fileOfAnotherReleaseIsAnsweredButNotKept() {
        HttpResponse<String> similar = get("/assets/app-ABCDEFGH.js");

        assertThat(similar.statusCode()).isEqualTo(200);
        assertThat(header(similar, "cache-control")).isEqualTo("no-store");
    }

    @Test
    void onlyHeadersAreSentToWhoAsksForThem() {
        HttpResponse<String> head = send(request("/").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void nothingElseOfTheClasspathIsServed() {
        List<String> addresses = List.of(
                "/assets/none.js",
                "/assets/../../META-INF/MANIFEST.MF",
                "/assets/%2e%2e/rookery-defaults.conf",
                "/assets/styles/../../rookery-defaults.conf",
                "/assets/index.html",
                SCRIPT + ".br",
                SCRIPT + ".map");

        assertThat(addresses)
                .allSatisfy(address -> assertThat(get(address).statusCode()).isEqualTo(404));
        assertThat(header(get("/assets/none.js"), "content-type")).isEqualTo("application/problem+json");
    }

    private static HttpResponse<String> get(String address) {
        return send(request(address));
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(origin + address));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return TestHttp.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
