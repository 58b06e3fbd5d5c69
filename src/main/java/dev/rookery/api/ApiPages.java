package dev.rookery.api;

import dev.rookery.edge.FailureHandler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Pages for people who write clients: the API in a browser, the files it is described in, and the error codes. All from the
 * class path, with a policy that lets them load nothing from elsewhere.
 */
final class ApiPages {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String YAML = "application/yaml";
    private static final String OPENAPI = ContractFile.yaml(ApiContract.FILE);
    private static final String ASYNCAPI = ContractFile.yaml("asyncapi/rookery.yaml");
    private static final String ERROR_CODES = ErrorCodePage.html();

    private ApiPages() {}

    /** Makes what is served as it is made when this class is first used, which takes too long for an event loop. */
    static void prepare() {}

    static void mount(Router router) {
        file(router, "/docs", "docs/index.html", HTML);
        file(router, "/docs/api.js", "docs/api.js", SCRIPT);
        file(router, "/docs/docs.css", "docs/docs.css", STYLE);
        file(router, "/docs/icon.svg", "web/favicon.svg", "image/svg+xml");
        file(router, "/docs/swagger-ui-bundle.js", SWAGGER_UI + "swagger-ui-bundle.js", SCRIPT);
        file(router, "/docs/swagger-ui.css", SWAGGER_UI + "swagger-ui.css", STYLE);
        text(router, "/openapi/rookery.yaml", OPENAPI, YAML);
        text(router, "/asyncapi/rookery.yaml", ASYNCAPI, YAML);
        text(router, "/docs/errors", ERROR_CODES, HTML);
    }

    private static void text(Router router, String path, String text, String type) {
        router.get(path)
                .method(HttpMethod.HEAD)
                .handler(context -> prepared(context, type).end(text).onFailure(context::fail));
    }

    private static void file(Router router, String path, String resource, String type) {
        router.get(path)
                .method(HttpMethod.HEAD)
                .handler(context -> prepared(context, type).sendFile(resource).onFailure(context::fail))
                .failureHandler(new FailureHandler());
    }

    private static HttpServerResponse prepared(RoutingContext context, String type) {
        return context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", POLICY);
    }

    /** Its files lie in a directory that is called after it. */
    private static String swaggerUiVersion() {
        String file = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
        try (InputStream in = Objects.requireNonNull(ApiPages.class.getResourceAsStream(file), file)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
