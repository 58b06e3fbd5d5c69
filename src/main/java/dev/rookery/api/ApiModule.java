package dev.rookery.api;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.auth.Authenticator;
import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.ClientAddress;
import dev.rookery.edge.FailureHandler;
import dev.rookery.edge.HttpModule;
import dev.rookery.limit.Limits;
import dev.rookery.telemetry.ApiMeters;
import dev.rookery.telemetry.SecurityLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ValidatorException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mounts the operations of the contract under {@code /v1}, and the pages that describe them. Every operation of the
 * contract is there and no other, or mounting fails; except those that say which other role answers them.
 */
public final class ApiModule implements HttpModule {
    private static final String ALL = "/v1/*";
    private static final List<HttpMethod> METHODS =
            List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final HttpConfig config;
    private final Authenticator authenticator;
    private final ApiMeters meters;
    private final Limits limits;
    private final ClientAddress addresses;
    private final RefusalReport refusals;
    private final FailureHandler failures = new FailureHandler();
    private final Map<String, Operations.Operation> operations = new HashMap<>();
    private @Nullable Future<OpenAPIContract> contract;

    public ApiModule(
            HttpConfig config,
            Authenticator authenticator,
            List<Operations> parts,
            Limits limits,
            ApiMeters meters,
            SecurityLog security) {
        this.config = config;
        this.authenticator = authenticator;
        this.meters = meters;
        this.limits = limits;
        this.addresses = new ClientAddress(config.trustedProxies());
        this.refusals = new RefusalReport(security, addresses);
        parts.forEach(part -> part.byId().forEach(this::add));
    }

    private void add(String id, Operations.Operation operation) {
        if (operations.put(id, operation) != null) {
            throw new IllegalStateException("operation " + id + " is there twice");
        }
    }

    @Override
    public Future<Void> mount(Vertx vertx, Router router) {
        // The contract is read once, by whoever comes first; each loop goes on with it on its own context.
        return Future.fromCompletionStage(contract(vertx).toCompletionStage(), vertx.getOrCreateContext())
                .map(loaded -> {
                    mountOperations(vertx, router, loaded);
                    ApiPages.mount(router);
                    return null;
                });
    }

    private synchronized Future<OpenAPIContract> contract(Vertx vertx) {
        if (contract == null) {
            contract = ApiContract.load(vertx);
        }
        return contract;
    }

    private void mountOperations(Vertx vertx, Router router, OpenAPIContract loaded) {
        router.route(ALL).handler(this::prepare).failureHandler(this::fail);
        router.route(ALL).handler(new CrossOrigin(config.allowedOrigins()));
        for (Operation operation : ours(loaded)) {
            String path = operation.getOpenAPIPath().replaceAll("\\{(.*?)}", ":$1");
            router.route(operation.getHttpMethod(), path)
                    .handler(new RequestGate(operation, authenticator, limits, addresses))
                    .handler(RequestGate::checkBody);
        }
        router.route("/*").subRouter(operationRouter(vertx, loaded));
        router.route(ALL).last().handler(context -> context.fail(unknown(context, loaded)));
    }

    private Router operationRouter(Vertx vertx, OpenAPIContract loaded) {
        RouterBuilder builder = RouterBuilder.create(vertx, loaded, new LiteralParameters());
        for (OpenAPIRoute route : builder.getRoutes()) {
            if (!ApiContract.isOurs(route.getOperation())) {
                route.setDoSecurity(false).setDoValidation(false).addHandler(RoutingContext::next);
                continue;
            }
            String id = route.getOperation().getOperationId();
            Operations.Operation operation = operations.get(id);
            if (operation == null) {
                throw new IllegalStateException("operation " + id + " of the contract is not implemented");
            }
            // The gate has looked at the token already.
            route.setDoSecurity(false).addHandler(context -> carryOut(operation, context));
        }
        if (ours(loaded).size() != operations.size()) {
            throw new IllegalStateException("some of " + operations.keySet() + " is not in the contract");
        }
        return builder.createRouter();
    }

    private static List<Operation> ours(OpenAPIContract contract) {
        return contract.operations().stream().filter(ApiContract::isOurs).toList();
    }

    private void prepare(RoutingContext context) {
        long began = System.nanoTime();
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        context.addEndHandler(ended -> {
            Operation operation = RequestGate.operation(context);
            if (operation != null) {
                meters.answered(
                        operation.getOperationId(),
                        context.response().getStatusCode(),
                        Duration.ofNanos(System.nanoTime() - began));
            }
        });
        context.next();
    }

    private static void carryOut(Operations.Operation operation, RoutingContext context) {
        operation.handle(new ApiCall(context)).onComplete(answer -> send(answer, context), context::fail);
    }

    private static void send(Answer answer, RoutingContext context) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        if (answer.body() == null) {
            response.end().onFailure(context::fail);
            return;
        }
        Buffer body = ApiJson.encode(answer.body());
        RequestHold hold = RequestGate.hold(context);
        if (hold != null) {
            hold.answerWith(body.length());
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body)
                .onFailure(context::fail)
                .onComplete(read -> {
                    if (hold != null) {
                        hold.release();
                    }
                });
    }

    private void fail(RoutingContext context) {
        Throwable failure = context.failure();
        Operation operation = RequestGate.operation(context);
        refusals.tell(context, operation);
        ValidatorException breach = breach(failure);
        if (breach != null && operation != null) {
            failures.answer(context, ContractBreach.explain(breach, operation));
        } else {
            failures.handle(context);
        }
    }

    private static @Nullable ValidatorException breach(@Nullable Throwable failure) {
        if (failure instanceof ValidatorException breach) {
            return breach;
        }
        return failure != null && failure.getCause() instanceof ValidatorException breach ? breach : null;
    }

    private static RookeryException unknown(RoutingContext context, OpenAPIContract contract) {
        String path = context.normalizedPath();
        List<String> methods = METHODS.stream()
                .filter(method -> Optional.ofNullable(contract.findOperation(path, method))
                        .filter(ApiContract::isOurs)
                        .isPresent())
                .map(HttpMethod::name)
                .collect(Collectors.toList());
        if (methods.isEmpty()) {
            return new RookeryException(ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND.title());
        }
        String allowed = Stream.concat(methods.stream(), Stream.of("OPTIONS")).collect(Collectors.joining(", "));
        context.response().putHeader("Allow", allowed);
        return new RookeryException(
                ErrorCode.METHOD_NOT_ALLOWED, "This address answers to " + String.join(", ", methods) + " only");
    }
}
