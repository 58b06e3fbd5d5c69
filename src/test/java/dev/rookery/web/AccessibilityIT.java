package dev.rookery.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** axe finds nothing to object to, on every screen, in both colour schemes, wide and narrow. */
@OnStage
class AccessibilityIT {
    private final Stage stage;

    AccessibilityIT(Stage stage) {
        this.stage = stage;
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyScreenIsAccessible(ColorScheme scheme) {
        Browser.NewContextOptions options = new Browser.NewContextOptions().setColorScheme(scheme);
        try (Visitor ann = stage.visitor(stage.cluster().http(0), "Ann", options);
                Visitor bob = stage.visitor(0, "Bob")) {
            hasNoViolations(ann, "sign in");
            ann.button("Create an account").click();
            hasNoViolations(ann, "sign up");
            ann.button("Sign in").last().click();
            bob.signUp();
            ann.signUp();
            hasNoViolations(ann, "no chats");
            ann.button("New chat").click();
            hasNoViolations(ann, "new chat");
            ann.button("Cancel").click();

            ann.startChatWith(bob);
            ann.say("Have a look at https://example.org/");
            ann.say("A long text. ".repeat(400));
            bob.openChatWith(ann);
            bob.say("I will");
            assertThat(ann.message("I will")).isVisible();
            hasNoViolations(ann, "chat");
            ann.page().setViewportSize(360, 640);
            hasNoViolations(ann, "chat on a narrow screen");
            ann.page().getByLabel("Back to your chats").click();
            assertThat(ann.inList(bob)).isVisible();
            hasNoViolations(ann, "list on a narrow screen");
        }
    }

    private static void hasNoViolations(Visitor visitor, String screen) {
        List<String> violations = new AxeBuilder(visitor.page())
                .setLegacyMode(true).analyze().getViolations().stream()
                        .map(rule -> rule.getImpact() + " " + rule.getId() + ": " + rule.getNodes())
                        .toList();
        assertThat(violations).as(screen).isEmpty();
    }
}
