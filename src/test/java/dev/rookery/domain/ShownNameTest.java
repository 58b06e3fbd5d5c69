package dev.rookery.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada",
                "Łukasz Żółw-O’Brien",
                "李小龍",
                "محمد",
                "עִבְרִית",
                "می‌خواهم", // Persian, with a non-joiner that belongs to the word
                "क्‍ष", // Devanagari, with a joiner
                "Builders 🐦",
                "👩‍💻 Dev", // a woman, a joiner, a computer
                "👩🏽‍🚒",
                "🏳️‍🌈",
                "❤️ Family",
                "1️⃣ First", // a digit, a variation selector, a keycap
                "Việt Nam",
                "x"
            })
    void whatPeopleAreCalledIsKept(String name) {
        assertThat(ShownName.clean("displayName", 64, name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " \t ",
                "\u00A0",
                "\u2003\u3000",
                "\u200B",
                "\u200D\u200D",
                "\uFEFF",
                "\u3164",
                "\uFFA0",
                "\u115F",
                "\u2800",
                "\u034F",
                "\u0301",
                "adm\u2060in",
                "adm\u200Bin",
                "adm\u200Din",
                "adm\u200Cin",
                "admin\u200E",
                "\u200Fadmin",
                "\u061Cadmin",
                "\u202Enimda",
                "\u2066admin\u2069",
                "ad\u00ADmin",
                "admin\uFFF9x\uFFFB",
                "admin\uFFFF",
                "admin\uFDD0",
                "admin\uE000",
                "admin\uDB40\uDC41", // a tag, U+E0041
                "admin\uDB40\uDD00", // a variation selector that styles nothing, U+E0100
                "\uFE0Fadmin",
                "a\nb",
                "a\u2028b",
                "a\u0000b",
                "a\u007Fb",
                "a\u0085b",
                "\uD800",
                "a\uDC00b",
                "Z\u0310\u0310\u0310\u0310\u0310algo",
                "\u0301abc"
            })
    void whatLooksEmptyOrLikeSomethingElseIsRefused(String name) {
        assertThatThrownBy(() -> ShownName.clean("displayName", 64, name))
                .isInstanceOf(RookeryException.class)
                .hasMessageStartingWith("'displayName' must ");
    }

    @Test
    void whiteSpaceBecomesOneBlank() {
        assertThat(ShownName.clean("title", 64, "\u00A0 Ada\u2003\u00A0\tLovelace \n"))
                .isEqualTo("Ada Lovelace");
    }

    @Test
    void whatLooksTheSameIsKeptTheSame() {
        assertThat(ShownName.clean("title", 64, "Cafe\u0301")).isEqualTo("Caf\u00E9");
    }

    @Test
    void charactersAreCountedAsCodePointsInWhatIsKept() {
        assertThat(ShownName.clean("title", 3, "  🐦🐦🐦  ")).isEqualTo("🐦🐦🐦");
        assertThatThrownBy(() -> ShownName.clean("title", 2, "🐦🐦🐦"))
                .hasMessage("'title' must have at most 2 characters");
    }
}
