package dev.rookery.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import dev.rookery.testkit.TcpProxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a person sees when the network or a node goes away and comes back. */
@OnStage
class WebPageOutageIT {
    /** After some attempts in vain. */
    private static final Pattern AWAY = Pattern.compile("Reconnecting…|Offline");

    private final Stage stage;

    WebPageOutageIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void afterABrokenConnectionNothingIsMissingAndNothingIsDoubled() {
        try (TcpProxy wire = new TcpProxy(stage.address(1));
                Visitor ann = stage.visitor(0, "Ann");
                Visitor bob = through(wire, "Bob")) {
            talk(ann, bob);

            int before = bob.requests().size();
            wire.cut();
            ann.say("said while Bob was away");
            ann.say("and this");
            assertThat(bob.status()).hasText(AWAY);
            bob.say("written without a network");
            assertThat(bob.messages().last().getByText("Waiting for the connection"))
                    .isAttached();
            wire.heal();

            assertThat(bob.status()).hasText("Connected");
            bothSee(
                    ann,
                    bob,
                    "hello",
                    "hello back",
                    "said while Bob was away",
                    "and this",
                    "written without a network");
            // What was missed came over the WebSocket: only tickets for it were asked for.
            assertThat(bob.requests().subList(before, bob.requests().size()))
                    .isNotEmpty()
                    .allMatch(request -> request.startsWith("POST /v1/"));
        }
    }

    @Test
    void whatWasWrittenBeforeAReloadIsSentAfterIt() {
        try (TcpProxy wire = new TcpProxy(stage.address(1));
                Visitor ann = stage.visitor(0, "Ann");
                Visitor bob = through(wire, "Bob")) {
            talk(ann, bob);

            // Only the socket breaks: the page itself can still be loaded.
            bob.page().evaluate("() => document.querySelector('rk-app').client.tabs.stop()");
            bob.say("written, not sent");
            assertThat(bob.messages().last().getByText("Waiting for the connection"))
                    .isAttached();
            bob.page().reload();

            bothSee(ann, bob, "hello", "hello back", "written, not sent");
        }
    }

    @Test
    void whenANodeStopsAnotherTakesItsPeopleOver() {
        int third = stage.cluster().addNode(Map.of());
        try (TcpProxy wire = new TcpProxy(stage.address(third));
                Visitor ann = stage.visitor(0, "Ann");
                Visitor bob = through(wire, "Bob")) {
            talk(ann, bob);

            wire.leadTo(stage.address(1));
            stage.cluster().stop(third);
            ann.say("your node is gone");
            bob.say("I noticed nothing");

            bothSee(ann, bob, "hello", "hello back", "your node is gone", "I noticed nothing");
        }
    }

    @Test
    void aServerThatFallsSilentIsLeftForAnother() {
        try (TcpProxy wire = new TcpProxy(stage.address(1));
                Visitor ann = stage.visitor(0, "Ann");
                Visitor bob = through(wire, "Bob")) {
            talk(ann, bob);

            wire.leadTo(stage.address(0));
            wire.stall();
            bob.say("is anybody there?");

            assertThat(bob.status()).hasText(AWAY);
            bothSee(ann, bob, "hello", "hello back", "is anybody there?");
        }
    }

    @Test
    void whereWebSocketsAreRefusedTheListComesAndMessagesArriveLive() {
        try (TcpProxy wire = new TcpProxy(stage.address(1))) {
            wire.refuseUpgrades();
            try (Visitor ann = stage.visitor(0, "Ann");
                    Visitor bob = through(wire, "Bob")) {
                talk(ann, bob);
                assertThat(bob.status()).hasText("Connected");
                bob.page().reload();
                ann.say("after a reload");
                bothSee(ann, bob, "hello", "hello back", "after a reload");

                wire.cut();
                ann.say("said while Bob was away");
                assertThat(bob.status()).hasText(AWAY);
                bob.say("written without a network");
                assertThat(bob.messages().last().getByText("Waiting for the connection"))
                        .isAttached();
                wire.heal();

                bothSee(
                        ann,
                        bob,
                        "hello",
                        "hello back",
                        "after a reload",
                        "said while Bob was away",
                        "written without a network");
                assertThat(bob.requests()).anyMatch(request -> request.startsWith("GET /v1/events?"));
            }
        }
    }

    @Test
    void withoutANetworkThePageOpensWithWhatItHoldsAndSendsLater() {
        try (TcpProxy wire = new TcpProxy(stage.address(1));
                Visitor ann = stage.visitor(0, "Ann");
                Visitor bob = through(wire, "Bob")) {
            talk(ann, bob);
            assertThat(bob.messages().last().getByText("Stored")).isAttached();
            bob.page()
                    .waitForCondition(() -> Boolean.TRUE.equals(
                            bob.page().evaluate("() => navigator.serviceWorker.controller !== null")));

            wire.cut();
            bob.page().reload();
            assertThat(bob.message("hello back")).isVisible();
            bob.say("written without a network");
            assertThat(bob.messages().last().getByText("Waiting for the connection"))
                    .isAttached();
            bob.page().reload();
            assertThat(bob.message("written without a network")).isVisible();
            wire.heal();

            bothSee(ann, bob, "hello", "hello back", "written without a network");
        }
    }

    private Visitor through(TcpProxy wire, String name) {
        return stage.visitor(URI.create("http://" + wire.address()), name, new Browser.NewContextOptions());
    }

    private static void talk(Visitor ann, Visitor bob) {
        ann.signUp();
        bob.signUp();
        ann.startChatWith(bob);
        bob.openChatWith(ann);
        ann.say("hello");
        assertThat(bob.message("hello")).isVisible();
        bob.say("hello back");
        assertThat(ann.message("hello back")).isVisible();
    }

    /** Both have exactly these, each once and all stored, in the same order; which is the order of writing per person. */
    private static void bothSee(Visitor ann, Visitor bob, String... texts) {
        for (Visitor visitor : List.of(ann, bob)) {
            for (String text : texts) {
                assertThat(visitor.page()
                                .locator("li.message:not(.waiting):not(.sending)")
                                .getByText(text, exact()))
                        .hasCount(1);
            }
            assertThat(visitor.messages()).hasCount(texts.length);
        }
        assertThat(ann.texts()).isEqualTo(bob.texts()).containsExactlyInAnyOrder(texts);
        assertThat(ann.complaints()).isEmpty();
        assertThat(bob.complaints()).isEmpty();
    }

    private static Locator.GetByTextOptions exact() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
