package dev.rookery.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.rookery.testkit.Patience;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitedConsoleTest {
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final LimitedConsole console = new LimitedConsole(out, now::get);
    private final Logger log = context.getLogger("some.Store");

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        log.addAppender(console);
    }

    @AfterEach
    void stop() throws InterruptedException {
        ScheduledExecutorService threads = context.getScheduledExecutorService();
        context.stop();
        assertThat(threads.awaitTermination(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFaultOfEachRequestIsOneLineASecondWithTheNumberOfTheOthers() {
        for (int request = 0; request < 1000; request++) {
            log.atError()
                    .setCause(new IOException("No space left on device"))
                    .log("request " + request + " failed after 0x" + Integer.toHexString(request) + "1 ms");
        }
        log.warn("something else");
        now.addAndGet(SECOND);
        log.atError().setCause(new IOException("No space left on device")).log("request 1000 failed after 0x7 ms");

        List<JsonObject> lines = lines();
        assertThat(lines).extracting(line -> line.getString("level")).containsExactly("ERROR", "WARN", "ERROR");
        assertThat(lines.get(2).getString("formattedMessage")).isEqualTo("request 1000 failed after 0x7 ms");
        assertThat(lines.get(2).encode()).contains("{\"leftOut\":\"999\"}");
    }

    @Test
    void theLastOnesAreToldWhenNothingFollows() {
        log.warn("away");
        log.warn("away");
        log.warn("away");
        console.settle();
        assertThat(lines()).hasSize(1);

        now.addAndGet(SECOND);
        console.settle();

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1).encode()).contains("{\"leftOut\":\"1\"}");
    }

    @Test
    void informationIsNeverLeftOut() {
        for (int i = 0; i < 20; i++) {
            log.info("connected");
        }

        assertThat(lines()).hasSize(20);
    }

    @Test
    void everyLineSaysWhichNodeItIsOfOnceThatIsKnown() {
        log.info("too early");
        context.putProperty(LogOrigin.KEY, "node-7");
        log.atInfo().addKeyValue("chat", "c").log("later");
        log.warn("away");
        log.warn("away");
        now.addAndGet(SECOND);
        console.settle();

        assertThat(lines().get(0).containsKey("kvpList")).isFalse();
        assertThat(lines().get(1).getJsonArray("kvpList").encode())
                .isEqualTo("[{\"chat\":\"c\"},{\"self\":\"node-7\"}]");
        assertThat(lines().subList(1, 4)).allMatch(line -> line.encode().contains("{\"self\":\"node-7\"}"));
    }

    /** With the layouts as they are shipped. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "json"})
    void bothLayoutsShowIt(String format) throws JoranException {
        context.putProperty(LogOrigin.KEY, "node-7");
        JoranConfigurator shipped = new JoranConfigurator();
        shipped.setContext(context);
        shipped.doConfigure(new ByteArrayInputStream(("<configuration><include resource=\"logback-" + format
                        + ".xml\"/><root level=\"INFO\"><appender-ref ref=\"OUT\"/></root></configuration>")
                .getBytes(StandardCharsets.UTF_8)));
        Appender<ILoggingEvent> layout =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("OUT");
        console.stop();
        console.setEncoder(((LimitedConsole) layout).getEncoder());
        console.start();

        console.doAppend(new LoggingEvent("test", log, Level.INFO, "hello", null, null));

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("hello", "self", "node-7");
    }

    private List<JsonObject> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().map(JsonObject::new).toList();
    }
}
