package dev.rookery.api;

import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestOwner;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Two nodes for all tests of the HTTP API, with few sign-in attempts; started once, since that takes longest. */
public final class ApiNodes implements BeforeAllCallback, ParameterResolver {
    static final int SIGN_INS_PER_ACCOUNT = 4;
    static final int SIGN_INS_PER_ADDRESS = 12;
    static final String ALLOWED_ORIGIN = "https://chat.example.org";

    private static final Namespace NAMESPACE = Namespace.create(ApiNodes.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        var unused = running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, type -> TestOwner.ofTheRun(Running::new), Running.class);
    }

    /** The nodes and what tests talk to them with. */
    public static final class Running implements CloseableResource {
        final Vertx vertx = Vertx.vertx();
        public final StrictContract contract = new StrictContract(vertx);
        final TestCluster cluster = TestCluster.start(
                2,
                Map.of(
                        "ROOKERY_AUTH_SIGN_INS_PER_ACCOUNT",
                        Integer.toString(SIGN_INS_PER_ACCOUNT),
                        "ROOKERY_AUTH_SIGN_INS_PER_ADDRESS",
                        Integer.toString(SIGN_INS_PER_ADDRESS),
                        "ROOKERY_HTTP_TRUSTED_PROXIES",
                        "127.0.0.1",
                        "ROOKERY_HTTP_ALLOWED_ORIGINS",
                        ALLOWED_ORIGIN));

        public ApiClient client(int node) {
            return new ApiClient(contract, cluster.http(node));
        }

        @Override
        public void close() {
            cluster.close();
            Patience.await(vertx.close());
        }
    }
}
