package dev.rookery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("page")
class WebSiteTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    /** Of script and style, compressed, before anything is loaded lazily. */
    private static final int LARGEST_SHELL = 90 * 1024;

    private final WebSite site = WebSite.load().orElseThrow();
    private final String html = site.page().body().toString();

    @Test
    void everythingThePageNamesIsServed() {
        assertThat(references())
                .hasSize(4)
                .allSatisfy(address -> assertThat(served(address)).as(address).isPresent());
    }

    @Test
    void firstPaintTakesFewRequestsAndLittle() {
        int size = files().stream()
                .mapToInt(address ->
                        site.file(address).orElseThrow().packed().get("gzip").length())
                .sum();

        // The page itself is the fourth; the manifest comes after the first paint.
        assertThat(files()).hasSizeLessThanOrEqualTo(3);
        assertThat(size).isLessThan(LARGEST_SHELL);
    }

    @Test
    void nothingRunsInline() {
        assertThat(WebSite.contentSecurityPolicy())
                .contains("script-src 'self';", "default-src 'none'", "frame-ancestors 'none'", "style-src 'self'")
                .doesNotContain("unsafe");
        assertThat(html)
                .doesNotContain("<style")
                .doesNotContainPattern("<script[^>]*>[^<]")
                .doesNotContainPattern(" (?:style|on\\w+)=");
    }

    @Test
    void librariesCarryTheirLicence() {
        assertThat(site.file("/assets/licences.txt").orElseThrow().body().toString())
                .contains("lit-html", "BSD 3-Clause", "idb", "ISC License");
    }

    @Test
    void whatNamesAFileOfAnotherReleaseGetsOurs() {
        String script = references().stream()
                .filter(address -> address.endsWith(".js"))
                .findFirst()
                .orElseThrow();
        String other = script.replaceFirst("-[A-Z0-9]{8}", "-ABCDEFGH");

        assertThat(site.file(other)).isEmpty();
        assertThat(site.ofThisRelease(other)).isEqualTo(site.file(script));
        assertThat(site.ofThisRelease("/assets/none-ABCDEFGH.js")).isEmpty();
        assertThat(site.ofThisRelease(script.replace(".js", ".css"))).isEmpty();
    }

    @Test
    void theSmallestFormThatIsTakenIsSent() {
        Asset asset = Asset.of("x.js", new byte[9], Map.of("br", Buffer.buffer("b"), "gzip", Buffer.buffer("gz")));

        assertThat(asset.coding("gzip, deflate, br")).hasValue("br");
        assertThat(asset.coding("gzip;q=0.5, BR;q=0")).hasValue("gzip");
        assertThat(asset.coding("deflate")).isEmpty();
        assertThat(asset.coding("")).isEmpty();
    }

    @Test
    void allIsPackedThatIsWorthIt() {
        assertThat(site.addresses())
                .filteredOn(address -> address.endsWith(".js") || address.endsWith(".css"))
                .hasSizeGreaterThan(1)
                .allSatisfy(address -> assertThat(
                                site.file(address).orElseThrow().packed().keySet())
                        .isEqualTo(Set.of("br", "gzip")));
    }

    @Test
    void theServiceWorkerKeepsThePageAndNoMore() {
        String worker = site.atRoot().get("/sw.js").body().toString();

        assertThat(worker).contains("\"/\"");
        assertThat(site.addresses())
                .filteredOn(address -> !address.endsWith(".txt"))
                .allSatisfy(address -> assertThat(worker).contains('"' + address + '"'));
        assertThat(worker).doesNotContain("{{", ".txt", "/v1");
        assertThat(site.atRoot().get("/manifest.webmanifest").body().toString()).doesNotContain("{{");
    }

    private Optional<Asset> served(String address) {
        return site.file(address).or(() -> Optional.ofNullable(site.atRoot().get(address)));
    }

    /** Of the references those that are kept for ever. */
    private List<String> files() {
        return references().stream()
                .filter(address -> address.startsWith("/assets/"))
                .toList();
    }

    private List<String> references() {
        return REFERENCE
                .matcher(html)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
