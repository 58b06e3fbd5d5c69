package dev.rookery.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People use the page, in real browsers, on different nodes of a real cluster. */
@OnStage
class WebPageIT {
    private final Stage stage;
    private final List<Visitor> visitors = new ArrayList<>();

    WebPageIT(Stage stage) {
        this.stage = stage;
    }

    @AfterEach
    void nothingToComplainAboutAndLeave() {
        assertThat(visitors).allSatisfy(visitor -> assertThat(visitor.complaints())
                .as("browser of " + visitor.displayName())
                .isEmpty());
        visitors.forEach(Visitor::close);
    }

    @Test
    void twoPeopleOnDifferentNodesTalkLiveAndFindTheirMessagesAgain() {
        Visitor ann = visitor(0, "Ann").signUpByForm();
        Visitor bob = visitor(1, "Bob").signUp();

        ann.startChatWith(bob);
        bob.openChatWith(ann);
        ann.composer().fill("Is anybody up there?");
        assertThat(bob.page().locator("rk-chat .handle")).hasText("typing…");
        ann.composer().press("Enter");
        assertThat(bob.message("Is anybody up there?")).isVisible();
        assertThat(bob.page().locator("rk-chat .handle")).not().hasText("typing…");
        bob.say("On the other node, yes.");
        assertThat(ann.message("On the other node, yes.")).isVisible();
        ann.say("first line\nsecond line");

        List<String> said = List.of("Is anybody up there?", "On the other node, yes.", "first line\nsecond line");
        assertThat(ann.messages().last().getByText("Stored")).isAttached();
        assertThat(bob.messages()).hasCount(3);
        assertThat(ann.texts()).isEqualTo(said);
        assertThat(bob.texts()).isEqualTo(said);
        assertThat(ann.allComplaints()).isEmpty();
        assertThat(bob.allComplaints()).isEmpty();

        bob.page().reload();
        assertThat(bob.messages()).hasCount(3);
        assertThat(bob.texts()).isEqualTo(said);
        assertThat(bob.layoutShift())
                .as("how much moved while the page was loading")
                .isLessThan(0.05);
    }

    @Test
    void aGroupIsStartedAndItsMembersSeeWhoWrites() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        Visitor cleo = visitor(0, "Cleo").signUp();

        ann.startGroup("Roof builders", bob, cleo);
        ann.say("Who brings the ladder?");
        assertThat(bob.inList("Roof builders")).containsText("Ann: Who brings the ladder?");
        bob.inList("Roof builders").click();
        bob.say("I do.");
        cleo.inList("Roof builders").click();
        cleo.say("And I bring cake.");

        assertThat(ann.message("And I bring cake.")).isVisible();
        assertThat(ann.page().locator(".author")).hasText(new String[] {"Bob", "Cleo"});
        assertThat(ann.page().getByText("3 members")).isVisible();
        assertThat(cleo.page().locator(".author")).hasText(new String[] {"Ann", "Bob"});
        cleo.page().reload();
        assertThat(cleo.messages()).hasCount(3);
        assertThat(cleo.page().locator(".author")).hasText(new String[] {"Ann", "Bob"});

        cleo.startGroup("", ann, bob);
        assertThat(cleo.page().getByText("This is the beginning of the group")).containsText("Ann and Bob");
    }

    @Test
    void whatIsWrittenToOneIsSeenInTheListOfAnotherChat() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();

        ann.startChatWith(bob);
        ann.say("Ring me when you are back");
        ann.say("It is about the roof");

        assertThat(bob.inList(ann)).containsText("It is about the roof");
        assertThat(bob.inList(ann)).containsText("2 unread");
        assertThat(bob.page()).hasTitle("(1) Rookery");
        bob.openChatWith(ann);
        assertThat(bob.inList(ann)).not().containsText("unread");
        assertThat(bob.page()).hasTitle("Rookery");
    }

    @Test
    void messagesAreEditedReactedToAndDeletedForEveryone() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        ann.startChatWith(bob);
        ann.say("The roof is don");
        ann.say("not for you");
        assertThat(ann.messages().last().getByText("Stored")).isAttached();
        bob.openChatWith(ann);

        act(ann, "The roof is don", "Edit");
        assertThat(ann.composer()).hasValue("The roof is don");
        ann.say("The roof is done");
        assertThat(bob.message("The roof is done")).containsText("edited");
        act(bob, "The roof is done", "React with 🎉");
        assertThat(ann.page().getByLabel("Bob: 🎉")).isVisible();
        act(ann, "not for you", "Delete for everyone");
        ann.page()
                .locator("rk-confirm")
                .getByText("Delete for everyone", exact())
                .click();
        assertThat(bob.message("not for you")).hasCount(0);
        assertThat(bob.message("Deleted")).isVisible();

        bob.page().reload();
        assertThat(bob.message("The roof is done")).containsText("edited");
        assertThat(bob.page().getByLabel("Bob: 🎉")).hasAttribute("aria-pressed", "true");
        assertThat(bob.message("Deleted")).isVisible();
        bob.page().getByLabel("Bob: 🎉").click();
        assertThat(ann.page().locator(".reactions")).hasCount(0);
    }

    @Test
    void whatTheServerDoesNotTakeIsSaid() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        ann.startChatWith(bob);
        ann.say("mine");
        bob.openChatWith(ann);
        assertThat(bob.message("mine")).isVisible();

        bob.page().evaluate(EDIT_WHAT_IS_NOT_OURS);

        assertThat(bob.page().getByRole(AriaRole.ALERT).getByText("You may not do this to this message"))
                .isVisible();
        assertThat(bob.message("mine")).not().containsText("edited");
        bob.button("Dismiss").click();
        assertThat(bob.button("Dismiss")).isHidden();
    }

    /** As no menu of the page offers it. */
    private static final String EDIT_WHAT_IS_NOT_OURS =
            """
            () => {
                const { client: { chats }, route } = document.querySelector('rk-app');
                return chats.change(route.chat, { kind: 'edited', target: 1, text: 'yours' });
            }
            """;

    private static void act(Visitor visitor, String text, String action) {
        visitor.message(text).hover();
        visitor.message(text).locator(".act").click();
        visitor.page()
                .locator("rk-message-menu")
                .getByRole(AriaRole.MENU)
                .locator("button")
                .filter(new Locator.FilterOptions().setHasText(action.replaceFirst("React with ", "")))
                .click();
    }

    private static Locator.GetByTextOptions exact() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    @Test
    void hostileTextStaysText() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        String script = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";
        String reversed = "\u202Ethis is turned round\u2066 and isolated";

        ann.startChatWith(bob);
        ann.say(script);
        ann.say(reversed);
        ann.say("see https://example.org/path?q=1, javascript:alert(1)");
        bob.openChatWith(ann);

        assertThat(bob.messages()).hasCount(3);
        assertThat(bob.texts().get(0)).isEqualTo(script);
        assertThat(bob.texts().get(1)).isEqualTo(reversed);
        assertThat(bob.page().locator("li.message img, li.message script")).hasCount(0);
        Locator link = bob.page().locator("li.message a");
        assertThat(link).hasCount(1);
        assertThat(link).hasAttribute("href", "https://example.org/path?q=1");
        assertThat(link).hasAttribute("rel", "noopener noreferrer nofollow ugc");
        assertThat(bob.page()).not().hasTitle("owned");
        // The time beside the turned text still reads as a time.
        assertThat(bob.messages().nth(1).locator("time").innerText()).matches("\\d\\d:\\d\\d");
    }

    @Test
    void longTextPassesIsFoldedAndOneTooLongIsNotSent() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        String longest = "🐦".repeat(99_990) + "0123456789";

        ann.startChatWith(bob);
        ann.composer().fill(longest + "!");
        assertThat(ann.page().getByText("1 character too long")).isVisible();
        assertThat(ann.button("Send")).isDisabled();
        ann.say(longest);
        bob.openChatWith(ann);

        assertThat(bob.messages()).hasCount(1);
        assertThat(bob.texts().get(0)).hasSizeLessThan(1_000);
        bob.page().getByText("Show all").click();
        assertThat(bob.messages().locator(".text")).hasText(longest);
    }

    @Test
    void olderMessagesAreLoadedWhileScrollingAndNothingJumps() {
        int count = 130;
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        ann.startChatWith(bob);
        ann.page().evaluate(SEND_MANY, count);
        assertThat(ann.message("message " + count + ".").getByText("Stored")).isAttached();

        bob.openChatWith(ann);
        // At what was not read yet, all of it here.
        assertThat(bob.page().locator("li.new")).isInViewport();
        assertThat(bob.message("message 1.")).isInViewport();
        bob.page().locator(".to-end").click();
        assertThat(bob.message("message " + count + ".")).isInViewport();
        assertThat(bob.page()).hasTitle("Rookery");
        bob.page().reload();
        assertThat(bob.message("message " + count + ".")).isInViewport();
        assertThat(bob.page().locator("li.new")).hasCount(0);
        Object jump = bob.page().evaluate(SCROLL_UP_AND_WATCH);
        assertThat(((Number) jump).doubleValue()).as("pixels the text moved").isLessThan(2);
        while (bob.messages().count() < count) {
            bob.page().locator("rk-message-list .scroller").evaluate("scroller => scroller.scrollTop = 0");
            bob.page().waitForTimeout(20);
        }

        assertThat(bob.texts())
                .isEqualTo(IntStream.rangeClosed(1, count)
                        .mapToObj(i -> "message " + i + ".")
                        .toList());
        assertThat(bob.page().getByText("This is the beginning of your chat with Ann"))
                .isAttached();
    }

    /** As if written and sent one after the other, only faster. */
    private static final String SEND_MANY =
            """
            count => {
                const { client: { chats }, route } = document.querySelector('rk-app');
                for (let i = 1; i <= count; i++) chats.send(route.chat, `message ${i}.`);
            }
            """;

    /** Goes near the top, and says how far the first message moved on the screen when older ones were put above it. */
    private static final String SCROLL_UP_AND_WATCH =
            """
            async () => {
                const root = document.querySelector('rk-app').shadowRoot.querySelector('rk-chat').shadowRoot
                    .querySelector('rk-message-list').shadowRoot;
                const scroller = root.querySelector('.scroller');
                const count = () => root.querySelectorAll('li.message').length;
                const [before, first] = [count(), root.querySelector('li.message')];
                scroller.scrollTop = 300;
                const y = first.getBoundingClientRect().y;
                while (count() === before) await new Promise(requestAnimationFrame);
                return Math.abs(first.getBoundingClientRect().y - y);
            }
            """;

    @Test
    void draftsAreKeptPerChatAndOverAReload() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        Visitor cyd = visitor(1, "Cyd").signUp();

        ann.startChatWith(bob);
        ann.composer().fill("to Bob, not ready");
        ann.startChatWith(cyd);
        assertThat(ann.composer()).hasValue("");
        ann.openChatWith(bob);
        assertThat(ann.composer()).hasValue("to Bob, not ready");
        ann.page().reload();
        assertThat(ann.composer()).hasValue("to Bob, not ready");
    }

    @Test
    void wrongPasswordUnknownNameAndTakenNameAreSaid() {
        Visitor ann = visitor(0, "Ann").signUp();
        ann.button("New chat").click();
        ann.page().getByLabel("User name").fill("nobody-of-this-name");
        ann.button("Start chat").click();
        assertThat(ann.page().getByRole(AriaRole.ALERT).getByText("Nobody here is called"))
                .isVisible();
        ann.button("Cancel").click();
        ann.signOut();

        ann.signIn("not the password");
        assertThat(ann.page().getByText("password is wrong")).isVisible();
        ann.signIn(Visitor.PASSWORD);
        assertThat(ann.heading("Chats")).isVisible();
        ann.signOut();

        ann.button("Create an account").click();
        ann.page().getByLabel("Your name").fill("Ann");
        ann.page().getByLabel("User name").fill(ann.username() + "2");
        ann.password().fill("password1");
        ann.button("Create account").click();
        assertThat(ann.password()).hasAccessibleDescription(Pattern.compile("first that others would try"));
        assertThat(ann.page().getByText("first that others would try")).isInViewport();
        assertThat(ann.password()).isFocused();
        ann.password().fill(Visitor.PASSWORD);
        ann.button("Create account").click();
        assertThat(ann.heading("Chats")).isVisible();
    }

    @Test
    void whoIsSignedOutBySomebodyElseFindsDraftsAndUnsentMessagesAgain() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        Visitor cyd = visitor(1, "Cyd").signUp();
        ann.startChatWith(cyd);
        ann.startChatWith(bob);
        ann.say("sent");
        assertThat(ann.messages().last().getByText("Stored")).isAttached();
        ann.page().evaluate("() => document.querySelector('rk-app').client.tabs.stop()");
        ann.say("not sent");
        ann.openChatWith(cyd);
        ann.composer().fill("not ready");
        List<String> signIns = new ArrayList<>();
        ann.page().onRequest(request -> {
            if (request.url().endsWith("/v1/signin")) {
                signIns.add(request.postData());
            }
        });

        ann.page().evaluate(END_THIS_SESSION, List.of(ann.username(), Visitor.PASSWORD));
        assertThat(ann.page().getByText("Your session has ended")).isVisible();
        ann.signIn(Visitor.PASSWORD);

        assertThat(bob.inList(ann)).containsText("not sent");
        ann.openChatWith(cyd);
        assertThat(ann.composer()).hasValue("not ready");
        assertThat(signIns).hasSize(2).last().asString().contains("earlierRefreshToken");
        ann.signOut();
        assertThat(ann.page().evaluate(LEFT_BEHIND)).isEqualTo(0);
    }

    /** Databases of people, and whatever else a page can keep. */
    private static final String LEFT_BEHIND =
            """
            async () => {
                const people = async () => (await indexedDB.databases()).filter(({ name }) => name !== 'rookery').length;
                while (await people() > 0) await new Promise(requestAnimationFrame);
                return localStorage.length + sessionStorage.length;
            }
            """;

    /** As from another device; and the page hears of it. */
    private static final String END_THIS_SESSION =
            """
            async ([username, password]) => {
                const { session } = document.querySelector('rk-app').client;
                const { device } = session;
                const json = { 'Content-Type': 'application/json' };
                const body = JSON.stringify({ username, password, deviceName: 'another' });
                const other = await (await fetch('/v1/signin', { method: 'POST', headers: json, body })).json();
                const headers = { Authorization: `Bearer ${other.accessToken}` };
                await fetch(`/v1/devices/${device}`, { method: 'DELETE', headers });
                await session.request('GET', '/v1/me').catch(() => undefined);
            }
            """;

    @Test
    void tabsShareASessionAndSignOutTogether() {
        Visitor ann = visitor(0, "Ann").signUp();
        Visitor bob = visitor(1, "Bob").signUp();
        ann.startChatWith(bob);
        Page other = ann.openTab();
        Page third = ann.openTab();

        // Each spends the refresh token that another left; spending one twice would sign the device out.
        for (int i = 0; i < 3; i++) {
            List.of(ann.page(), other, third)
                    .forEach(tab -> tab.evaluate("() => { setTimeout(() => location.reload()) }"));
            List.of(ann.page(), other, third)
                    .forEach(tab -> assertThat(tab.locator("rk-status").first()).containsText("Connected"));
        }
        ann.openChatWith(bob);
        ann.say("seen in every tab");
        assertThat(other.locator("rk-chat-list")).containsText("seen in every tab");

        ann.signOut();
        assertThat(other.getByText("Welcome back")).isVisible();
        assertThat(third.getByText("Welcome back")).isVisible();
        assertThat(other.evaluate(LEFT_BEHIND)).isEqualTo(0);
    }

    @Test
    void narrowScreenShowsTheListOrTheChat() {
        Browser.NewContextOptions phone = new Browser.NewContextOptions().setViewportSize(360, 640);
        Visitor ann =
                visit(stage.visitor(stage.cluster().http(0), "Ann", phone)).signUp();
        Visitor bob = visitor(1, "Bob").signUp();

        ann.startChatWith(bob);
        ann.say("from a small screen");
        assertThat(ann.heading("Chats")).isHidden();
        assertThat(ann.page().evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(360);
        ann.page().getByLabel("Back to your chats").click();
        assertThat(ann.heading("Chats")).isVisible();
        assertThat(ann.composer()).isHidden();
        // The way back was taken, not added to: no Back of the browser leads into the chat again.
        ann.page().goBack();
        assertThat(ann.composer()).isHidden();
    }

    @Test
    void longNamesTitlesAndPreviewsPushNothingOutOfTheScreen() {
        Visitor ann = visitor(0, "W".repeat(64)).signUp();
        ann.page().evaluate(LONGEST_NAMES, Visitor.PASSWORD);
        assertThat(ann.page().locator("rk-chat-list .count")).hasCount(3);

        for (String place : List.of("list", "chats")) {
            for (int width : List.of(320, 360, 390, 768, 1280)) {
                ann.page().setViewportSize(width, 740);
                assertThat((List<?>) ann.page().evaluate(OUT_OF_PLACE, place))
                        .as("out of place in the " + place + " at " + width + " px")
                        .isEmpty();
            }
        }
    }

    /** A 1:1 chat, a group with a title and one without, in each of which somebody else wrote a word of 160 letters. */
    private static final String LONGEST_NAMES =
            """
            async password => {
                const { chats } = document.querySelector('rk-app').client;
                const post = async (path, body, token) => (await fetch(path, {
                    method: 'POST',
                    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
                    body: JSON.stringify(body),
                })).json();
                const people = [];
                for (let i = 0; i < 5; i++) {
                    const username = `w${i}-${crypto.randomUUID().slice(0, 8)}`;
                    await post('/v1/signup', { username, password, displayName: `${i}${'W'.repeat(63)}` });
                    people.push(username);
                }
                const { accessToken } = await post('/v1/signin', { username: people[0], password, deviceName: 'x' });
                const group = { clientId: crypto.randomUUID(), members: people };
                const ids = [
                    await chats.start(people[0]),
                    await chats.startGroup({ ...group, title: 'W'.repeat(100) }),
                    await chats.startGroup({ ...group, clientId: crypto.randomUUID() }),
                ];
                for (const id of ids) {
                    const text = 'W'.repeat(160);
                    await post(`/v1/chats/${id}/messages`, { clientId: crypto.randomUUID(), content: { kind: 'message', text } }, accessToken);
                }
            }
            """;

    /** What sticks out of the screen, in the list or in each chat; also sideways scrolling. */
    private static final String OUT_OF_PLACE =
            """
            async place => {
                const faults = [];
                const all = (root, found = []) => {
                    for (const element of root.querySelectorAll('*')) {
                        found.push(element);
                        if (element.shadowRoot) all(element.shadowRoot, found);
                    }
                    return found;
                };
                const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
                const look = async () => {
                    await frames();
                    const elements = all(document).filter(element => element.checkVisibility());
                    const named = (element, what) => `${what} of <${element.localName} class="${element.className}">`;
                    const whole = 'html, body, main, section, nav, header, rk-chat-list, rk-chat-row, rk-chat, rk-message-list, .scroller';
                    for (const element of elements.filter(e => e.matches(whole))) {
                        if (element.scrollWidth > element.clientWidth) faults.push(named(element, 'scrollWidth'));
                    }
                    const parts = 'time, .count, button, textarea, .icon-button, .bubble, .author, rk-status, rk-avatar, bdi.name, .preview';
                    for (const element of elements.filter(e => e.matches(parts))) {
                        const { left, right, width } = element.getBoundingClientRect();
                        if (left < 0 || right > innerWidth || width === 0) faults.push(named(element, `${left} to ${right}`));
                    }
                    return elements;
                };
                const { client: { chats }, route } = document.querySelector('rk-app');
                const list = await look();
                const count = selector => list.filter(element => element.matches(selector)).length;
                if (place === 'list') {
                    if (count('.chat time') !== 3 || count('.count') !== 3) faults.push('not all times and badges are shown');
                    return faults;
                }
                for (const { id } of chats.list) {
                    location.hash = route.constructor.toChat(id);
                    while (!chats.get(id).log.opened) await frames();
                    await frames();
                    const chat = await look();
                    if (!chat.some(e => e.matches('[aria-label=Send]'))) faults.push('no Send');
                }
                return faults;
            }
            """;

    @Test
    void everythingCanBeDoneWithTheKeyboard() {
        Visitor bob = visitor(1, "Bob").signUp();
        Visitor ann = visitor(0, "Ann").signUp();

        tabTo(ann, ann.button("New chat"));
        ann.page().keyboard().press("Enter");
        ann.page().keyboard().type(bob.username());
        ann.page().keyboard().press("Enter");
        assertThat(ann.composer()).isFocused();
        ann.page().keyboard().type("typed");
        ann.page().keyboard().press("Shift+Enter");
        ann.page().keyboard().type("on two lines");
        ann.page().keyboard().press("Enter");
        assertThat(ann.message("typed\non two lines")).isVisible();
        tabTo(ann, ann.button("Sign out"));
        ann.page().keyboard().press("Enter");
        assertThat(ann.heading("Welcome back")).isVisible();
    }

    private static void tabTo(Visitor visitor, Locator control) {
        for (int i = 0; i < 20; i++) {
            visitor.page().keyboard().press("Tab");
            if (Boolean.TRUE.equals(control.evaluate("element => element.matches(':focus')"))) {
                return;
            }
        }
        throw new AssertionError("not reached with the Tab key: " + control);
    }

    private Visitor visitor(int node, String name) {
        return visit(stage.visitor(node, name));
    }

    private Visitor visit(Visitor visitor) {
        visitors.add(visitor);
        return visitor;
    }
}
