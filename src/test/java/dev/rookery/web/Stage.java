package dev.rookery.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.rookery.config.HostPort;
import dev.rookery.testkit.ChromiumLocator;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestOwner;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A cluster of two nodes and a browser, for all tests that use the page as people do: started for the first of them,
 * ended with the run. Tests use people and contexts of their own, so they see nothing of each other.
 */
final class Stage implements CloseableResource {
    private final TestCluster cluster = TestCluster.start(2);
    private final Playwright playwright = ChromiumLocator.playwright();
    private final Browser browser = playwright.chromium().launch(ChromiumLocator.launchOptions(playwright));

    private Stage() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Patience.MILLIS);
    }

    TestCluster cluster() {
        return cluster;
    }

    Visitor visitor(int node, String name) {
        return visitor(cluster.http(node), name, new Browser.NewContextOptions());
    }

    /** @param server a node, or what stands before it */
    Visitor visitor(URI server, String name, Browser.NewContextOptions options) {
        return new Visitor(browser.newContext(options.setLocale("en-GB")), server.toString(), name);
    }

    /** A browser's profile of its own, to be closed by who asks. */
    BrowserContext context() {
        return browser.newContext();
    }

    HostPort address(int node) {
        return new HostPort("127.0.0.1", cluster.node(node).httpPort());
    }

    @Override
    public void close() {
        playwright.close();
        cluster.close();
    }

    /** Gives the stage to the constructors of tests. */
    static final class Entrance implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Stage.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Stage.class))
                    .getOrComputeIfAbsent(Stage.class, key -> TestOwner.ofTheRun(Stage::new));
        }
    }
}
