package dev.rookery.edge;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.Problem.Violation;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds for every request, whichever module answers it, and for those that none answers. */
final class Preamble implements Handler<RoutingContext> {
    private static final String API = "/v1/";
    private static final Map<Integer, ErrorCode> UNANSWERED = Map.of(
            400, ErrorCode.INVALID_REQUEST,
            404, ErrorCode.NOT_FOUND,
            405, ErrorCode.METHOD_NOT_ALLOWED);

    private final FailureHandler failures;

    private Preamble(FailureHandler failures) {
        this.failures = failures;
    }

    /** To be called before any module is mounted. */
    static void mount(Router router) {
        FailureHandler failures = new FailureHandler();
        router.route().handler(new Preamble(failures));
        UNANSWERED.forEach((status, code) -> router.errorHandler(
                status, context -> failures.answer(context, new RookeryException(code, code.title()))));
        router.errorHandler(500, failures);
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().headers().setAll(SecurityHeaders.ALL);
        String repeated = context.request().path().startsWith(API)
                ? repeated(context.request().query())
                : null;
        if (repeated == null) {
            context.next();
        } else {
            failures.answer(
                    context,
                    new InvalidRequestException(
                            List.of(new Violation(repeated, "'" + repeated + "' must be given once"))));
        }
    }

    /** The first parameter that stands there twice: one reader would take the first, another the last. */
    static @Nullable String repeated(@Nullable String query) {
        if (query == null || (query.indexOf('&') < 0 && query.indexOf(';') < 0)) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (String parameter : query.split("[&;]", -1)) {
            int value = parameter.indexOf('=');
            String name =
                    URLDecoder.decode(value < 0 ? parameter : parameter.substring(0, value), StandardCharsets.UTF_8);
            if (!name.isEmpty() && !names.add(name)) {
                return name;
            }
        }
        return null;
    }
}
