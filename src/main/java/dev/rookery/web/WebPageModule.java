package dev.rookery.web;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.HttpModule;
import dev.rookery.edge.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/**
 * The web client at {@code /}, its service worker and manifest beside it, and its files below {@code /assets/}. Other addresses are left to whoever comes after. May
 * be mounted from several event loops at once; its files are read once, on a worker.
 */
public final class WebPageModule implements HttpModule {
    private static final String KEEP_FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_EVERY_TIME = "no-cache";
    private static final String DO_NOT_KEEP = "no-store";
    private static final String ABSENT =
            """
            This build of Rookery has no web page; everything else works.
            Maven makes the page unless it is told not to: see docs/developer.md.
            """;

    private Optional<WebSite> site = Optional.empty();

    @Override
    public Future<Void> mount(Vertx vertx, Router router) {
        return vertx.executeBlocking(this::site, false).map(loaded -> {
            loaded.ifPresentOrElse(
                    built -> mount(router, built), () -> router.get("/").handler(WebPageModule::absent));
            return null;
        });
    }

    private static void mount(Router router, WebSite site) {
        router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> page(ctx, site));
        site.atRoot().forEach((address, asset) -> router.route(address)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(ctx -> atRoot(ctx, asset)));
        router.route("/assets/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> file(ctx, site));
    }

    private synchronized Optional<WebSite> site() {
        if (site.isEmpty()) {
            site = WebSite.load();
        }
        return site;
    }

    private static void absent(RoutingContext ctx) {
        ctx.response()
                .setStatusCode(404)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(ABSENT);
    }

    private static void page(RoutingContext ctx, WebSite site) {
        ctx.response()
                .putHeader("Content-Security-Policy", WebSite.contentSecurityPolicy())
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        send(ctx, site.page(), ASK_EVERY_TIME);
    }

    /** The policy of everything else lets a service worker fetch nothing, so that it could never be installed. */
    private static void atRoot(RoutingContext ctx, Asset asset) {
        ctx.response().putHeader("Content-Security-Policy", WebSite.workerSecurityPolicy());
        send(ctx, asset, ASK_EVERY_TIME);
    }

    private static void file(RoutingContext ctx, WebSite site) {
        String address = ctx.normalizedPath();
        Optional<Asset> exact = site.file(address);
        if (exact.isPresent()) {
            send(ctx, exact.get(), KEEP_FOR_EVER);
            return;
        }
        // While nodes of two releases run side by side, one may be asked for what the page of the other names: its own
        // version of the file is better than none, but must not be kept under that address.
        site.ofThisRelease(address).ifPresentOrElse(similar -> send(ctx, similar, DO_NOT_KEEP), () -> refuse(ctx));
    }

    private static void send(RoutingContext ctx, Asset asset, String caching) {
        String accepted = Objects.requireNonNullElse(ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING), "");
        Optional<String> coding = asset.coding(accepted);
        HttpServerResponse response = ctx.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.ETAG, '"' + asset.etag() + coding.orElse("") + '"')
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (ctx.isFresh()) {
            response.setStatusCode(304).end();
            return;
        }
        Buffer body = coding.map(asset.packed()::get).orElse(asset.body());
        coding.ifPresent(name -> response.putHeader(HttpHeaders.CONTENT_ENCODING, name));
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        // Ending fails only if the browser went away, who then needs no answer.
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    private static void refuse(RoutingContext ctx) {
        Problem.of(new RookeryException(ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND.title()))
                .send(ctx.response())
                .onFailure(ctx::fail);
    }
}
