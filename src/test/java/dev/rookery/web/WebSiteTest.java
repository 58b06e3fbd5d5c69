package dev.rookery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WebSiteTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(.*?)</script>");

    private final WebSite site = WebSite.load();
    private final String html = site.page().text();

    @Test
    void everythingThePageNamesIsServed() {
        assertThat(references()).hasSizeGreaterThan(40).allSatisfy(address -> assertThat(site.file(address))
                .as(address)
                .isPresent());
    }

    @Test
    void everyModuleOfOursIsReachedFromThePage() {
        List<String> named = references();

        assertThat(site.addresses())
                .filteredOn(address -> address.endsWith(".js") && !address.startsWith("/assets/lib/"))
                .hasSizeGreaterThan(30)
                .allSatisfy(address -> assertThat(named).contains(address));
    }

    @Test
    void policyAllowsTheImportMapByItsHashAndNothingElseInline() {
        String importMap = IMPORT_MAP
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        String hash = Base64.getEncoder().encodeToString(Asset.sha256(importMap.getBytes(StandardCharsets.UTF_8)));

        assertThat(site.contentSecurityPolicy())
                .contains("script-src 'self' 'sha256-" + hash + "'")
                .contains("default-src 'none'", "frame-ancestors 'none'", "style-src 'self'")
                .doesNotContain("unsafe");
        assertThat(html).doesNotContain("<style").doesNotContainPattern(" (?:style|on\\w+)=");
    }

    @Test
    void librariesCarryTheirLicence() {
        assertThat(site.addresses())
                .filteredOn(address -> address.startsWith("/assets/lib/") && address.endsWith("/LICENSE"))
                .hasSize(4)
                .allSatisfy(address -> assertThat(site.file(address))
                        .hasValueSatisfying(
                                licence -> assertThat(licence.text()).contains("BSD 3-Clause")));
    }

    @Test
    void sameFilesGiveTheSameAddresses() {
        assertThat(WebSite.load().page().etag()).isEqualTo(site.page().etag());
    }

    @Test
    void fileOfAnotherReleaseIsAnsweredWithOurs() {
        assertThat(site.ofThisRelease("/assets/0123456789abcdef/live/backoff.js")
                        .flatMap(site::file))
                .isPresent();
        assertThat(site.ofThisRelease("/assets/lib/lit/0.0.0/index.js")).isEmpty();
    }

    private List<String> references() {
        return REFERENCE
                .matcher(html)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
