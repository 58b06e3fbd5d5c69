package dev.rookery.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The tests of the page that need no browser, those of its client library above all: {@code src/test/web}, run by deno. Each
 * is one here.
 */
@Tag("page")
class PageUnitTest {
    /** Where the build put it; on platforms for which Maven brings none it is taken from the PATH. */
    private static final Path DENO = Path.of("target", "page", "tools", "deno");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> tests() throws Exception {
        Path report = directory.resolve("report.xml");
        Path log = directory.resolve("log");
        ProcessBuilder deno = new ProcessBuilder(
                        Files.isExecutable(DENO) ? DENO.toString() : "deno",
                        "test",
                        "--allow-read",
                        "--no-check",
                        "--no-remote",
                        "--import-map=src/test/web/imports.json",
                        "--junit-path=" + report,
                        "src/test/web/client",
                        "src/test/web/app")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        deno.environment()
                .putAll(Map.of(
                        "DENO_DIR",
                        Path.of("target", "page", "deno").toAbsolutePath().toString(),
                        "DENO_NO_UPDATE_CHECK",
                        "1",
                        "NO_COLOR",
                        "1",
                        "LC_ALL",
                        "en_GB.UTF-8"));
        Process running = deno.start();
        try {
            assertThat(running.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            running.destroyForcibly();
        }
        String output = Files.readString(log);
        assertThat(report).as(output).exists();
        List<DynamicTest> tests =
                elements(parse(report), "testcase").map(PageUnitTest::test).toList();
        assertThat(tests).as(output).hasSizeGreaterThan(40);
        return tests.stream();
    }

    private static DynamicTest test(Element told) {
        return DynamicTest.dynamicTest(told.getAttribute("name"), () -> {
            String failures =
                    elements(told, "failure").map(Element::getTextContent).reduce("", String::concat);
            assertThat(failures).isEmpty();
        });
    }

    private static Element parse(Path report) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        return document.getDocumentElement();
    }

    private static Stream<Element> elements(Element below, String name) {
        NodeList found = below.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }
}
