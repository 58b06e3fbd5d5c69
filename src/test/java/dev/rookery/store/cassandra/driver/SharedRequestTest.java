package dev.rookery.store.cassandra.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.store.MessageLog;
import dev.rookery.store.cassandra.driver.SharedRequest.Part;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedRequestTest {
    private static final int SMALL = 10;

    @Test
    void partsOfTheSameReplicasShareRequestsUpToTheirNumber() {
        List<Part> parts = parts(2 * MessageLog.MAX_TOGETHER + 3, SMALL);

        assertThat(SharedRequest.divide(parts, part -> "same"))
                .extracting(request -> request.parts().size())
                .containsExactly(MessageLog.MAX_TOGETHER, MessageLog.MAX_TOGETHER, 3);
    }

    @Test
    void everyPartIsInOneRequest() {
        List<Part> parts = parts(40, SMALL);

        assertThat(SharedRequest.divide(parts, part -> parts.indexOf(part) % 3))
                .hasSize(6)
                .flatExtracting(SharedRequest::parts)
                .containsExactlyInAnyOrderElementsOf(parts);
    }

    @Test
    void otherReplicasGetARequestOfTheirOwn() {
        List<Part> parts = parts(6, SMALL);

        List<SharedRequest> requests = SharedRequest.divide(parts, part -> parts.indexOf(part) % 2);

        assertThat(requests)
                .extracting(SharedRequest::parts)
                .containsExactlyInAnyOrder(
                        List.of(parts.get(0), parts.get(2), parts.get(4)),
                        List.of(parts.get(1), parts.get(3), parts.get(5)));
    }

    @Test
    void aLargePartGoesAlone() {
        Part large = part(SharedRequest.MAX_BYTES + 1);
        Part before = part(SMALL);
        Part after = part(SMALL);

        assertThat(SharedRequest.divide(List.of(before, large, after), part -> "same"))
                .extracting(SharedRequest::parts)
                .containsExactlyInAnyOrder(List.of(before), List.of(large), List.of(after));
    }

    @Test
    void bytesBoundARequest() {
        List<Part> parts = parts(4, SharedRequest.MAX_BYTES / 2);

        assertThat(SharedRequest.divide(parts, part -> "same"))
                .extracting(request -> request.parts().size())
                .containsExactly(2, 2);
    }

    @Test
    void everyoneWhoSharesARequestHasItsOutcome() {
        List<Part> parts = parts(3, SMALL);

        SharedRequest.divide(parts, part -> "same").get(0).complete(Future.failedFuture("lost"));

        assertThat(parts).allMatch(part -> part.outcome().future().failed());
    }

    private static List<Part> parts(int count, int bytes) {
        return IntStream.range(0, count).mapToObj(i -> part(bytes)).toList();
    }

    private static Part part(int bytes) {
        return new Part(List.of(), bytes, Promise.promise());
    }
}
