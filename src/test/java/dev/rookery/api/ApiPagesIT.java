package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.domain.ErrorCode;
import dev.rookery.testkit.ChromiumLocator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages that describe the API, in a real browser. */
@ExtendWith(ApiNodes.class)
class ApiPagesIT {
    private static String node;
    private static Running nodes;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start(Running running) {
        nodes = running;
        node = running.cluster.http(0).toString();
        playwright = ChromiumLocator.playwright();
        browser = playwright.chromium().launch(ChromiumLocator.launchOptions(playwright));
    }

    @AfterAll
    static void close() {
        playwright.close();
    }

    @Test
    void theApiPageShowsEveryOperationAndAsksNobodyElse() {
        List<String> complaints = new CopyOnWriteArrayList<>();
        List<String> requests = new CopyOnWriteArrayList<>();
        try (Page page = browser.newPage()) {
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.onRequest(request -> requests.add(request.url()));

            page.navigate(node + "/docs");
            Locator operations = page.locator(".opblock");
            operations.first().waitFor();

            assertThat(operations.count())
                    .isEqualTo(nodes.contract.contract().operations().size());
            page.locator("#operations-chats-sendMessage .opblock-summary-control")
                    .click();
            page.locator("#operations-chats-sendMessage .opblock-description").waitFor();
            assertThat(page.locator("#operations-chats-sendMessage").innerText())
                    .contains("Answered when it is durable");
            page.locator("#operations-live-receiveEvents .opblock-summary-control")
                    .click();
            Locator events = page.locator("#operations-live-receiveEvents");
            events.locator(".response-controls select").first().waitFor();
            assertThat(events.innerText()).contains("Last-Event-ID", "wait", "after");
            assertThat(events.locator(".response-controls").first().innerText())
                    .contains("application/json", "text/event-stream");
        }
        assertThat(complaints).isEmpty();
        assertThat(requests).isNotEmpty().allSatisfy(url -> assertThat(url).matches("(data:.*|" + node + "/.*)"));
    }

    @Test
    void everyErrorCodeIsExplained() {
        try (Page page = browser.newPage()) {

            page.navigate(node + "/docs/errors");

            for (ErrorCode code : ErrorCode.values()) {
                assertThat(page.locator("tr#" + code.wireName()).innerText())
                        .contains(code.wireName(), Integer.toString(code.httpStatus()), code.title());
            }
        }
    }

    @Test
    void bothContractsAreServedAsTheyAre() {
        for (String path : List.of("/openapi/rookery.yaml")) {
            Reply reply = ApiClient.send(nodes.client(0).request(path));

            assertThat(reply.status()).as(path).isEqualTo(200);
            assertThat(reply.contentType()).isEqualTo("application/yaml");
        }
    }

    @Test
    void pagesMayLoadNothingFromElsewhere() {
        Reply reply = ApiClient.send(nodes.client(0).request("/docs"));

        assertThat(reply.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:");
    }
}
