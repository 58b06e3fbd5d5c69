package dev.rookery.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A person with a browser of their own, who finds things by what they are called, as a screen reader would. Remembers
 * whatever the browser complains about. One thread.
 */
final class Visitor implements AutoCloseable {
    static final String PASSWORD = "correct horse battery staple";

    private final BrowserContext context;
    private final String origin;
    private final String displayName;
    private final String username;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Page page;

    /** @param origin of the server, without a slash at the end */
    Visitor(BrowserContext context, String origin, String displayName) {
        this.context = context;
        this.origin = origin;
        this.displayName = displayName;
        String beginning = displayName.substring(0, Math.min(displayName.length(), 20));
        this.username = beginning.toLowerCase(Locale.ROOT)
                + UUID.randomUUID().toString().substring(0, 8);
        this.page = openTab();
    }

    /** One more tab of the same browser, at the page. */
    Page openTab() {
        Page tab = context.newPage();
        tab.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        tab.onPageError(error -> complaints.add("uncaught: " + error));
        tab.onRequest(this::watch);
        tab.navigate(origin + "/");
        return tab;
    }

    private void watch(Request request) {
        requests.add(
                request.method() + " " + request.url().substring(request.url().indexOf('/', "https://".length())));
        if (!request.url().startsWith(origin + "/")) {
            complaints.add("request to another origin: " + request.url());
        }
    }

    /** What the page asked for over HTTP since it was opened, such as {@code GET /v1/chats}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    Page page() {
        return page;
    }

    String username() {
        return username;
    }

    String displayName() {
        return displayName;
    }

    /** What console, policy and network had to say, without what a broken or refused request leaves in every console. */
    List<String> complaints() {
        return complaints.stream()
                .filter(complaint -> !complaint.contains("Failed to load resource"))
                .filter(complaint -> !complaint.contains("WebSocket connection to"))
                .filter(complaint -> !complaint.contains("when fetching the script"))
                .toList();
    }

    List<String> allComplaints() {
        return List.copyOf(complaints);
    }

    /** By the page, but without its form: that costs most of a short test. */
    @CanIgnoreReturnValue
    Visitor signUp() {
        Object unused = page.evaluate(
                "account => document.querySelector('rk-app').client.session.signUp(account)",
                Map.of("username", username, "password", PASSWORD, "displayName", displayName));
        assertThat(heading("Chats")).isVisible();
        return this;
    }

    @CanIgnoreReturnValue
    Visitor signUpByForm() {
        button("Create an account").click();
        page.getByLabel("Your name").fill(displayName);
        page.getByLabel("User name").fill(username);
        password().fill(PASSWORD);
        button("Create account").click();
        assertThat(heading("Chats")).isVisible();
        return this;
    }

    void signIn(String password) {
        page.getByLabel("User name").fill(username);
        password().fill(password);
        button("Sign in").click();
    }

    void signOut() {
        button("Sign out").click();
        assertThat(heading("Welcome back")).isVisible();
    }

    void startChatWith(Visitor other) {
        button("New chat").click();
        page.getByLabel("User name").fill(other.username);
        button("Start chat").click();
        assertThat(composerTo(other)).isVisible();
    }

    /** @param title empty for none */
    void startGroup(String title, Visitor... others) {
        button("New chat").click();
        String names = Arrays.stream(others).map(other -> other.username).collect(Collectors.joining(" "));
        page.getByLabel("User name").fill(names);
        page.getByLabel("Group name").fill(title);
        button("Start group").click();
        assertThat(composer()).isVisible();
    }

    /** A chat in the list, by what it is called. */
    Locator inList(String name) {
        return page.getByRole(AriaRole.NAVIGATION, new GetByRoleOptions().setName("Chats"))
                .getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText(name));
    }

    void openChatWith(Visitor other) {
        inList(other).click();
        assertThat(composerTo(other)).isVisible();
    }

    void say(String text) {
        composer().fill(text);
        composer().press("Enter");
    }

    /** How much of the page has moved by itself since it was loaded, as browsers measure it (CLS). */
    double layoutShift() {
        Object shift = page.evaluate(
                """
                () => new Promise(resolve => {
                    let sum = 0;
                    const add = list => list.getEntries().forEach(e => sum += e.hadRecentInput ? 0 : e.value);
                    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
                    requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
                })
                """);
        return ((Number) shift).doubleValue();
    }

    /** The chat with this person in the list. */
    Locator inList(Visitor other) {
        return inList(other.displayName);
    }

    Locator composer() {
        return page.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("Message to"));
    }

    /** Not that of the chat that was open before. */
    private Locator composerTo(Visitor other) {
        return page.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("Message to " + other.displayName));
    }

    /** The messages of the open chat, in order, those on their way last. */
    Locator messages() {
        return page.locator("li.message");
    }

    Locator message(String text) {
        return messages().filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Just what people wrote. */
    List<String> texts() {
        return page.locator("li.message .text").allInnerTexts();
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName(name));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator status() {
        return page.locator("rk-status [role=status]").first();
    }

    Locator password() {
        return page.getByLabel("Password", new GetByLabelOptions().setExact(true));
    }

    @Override
    public void close() {
        context.close();
    }
}
