package dev.rookery.api.spi;

import io.vertx.core.Future;
import java.util.Map;

/** Some operations of the contract. */
public interface Operations {

    /** By {@code operationId}. */
    Map<String, Operation> byId();

    /** Carries out one operation; a failed Future, or what it throws, becomes the problem that is answered. */
    interface Operation {
        Future<Answer> handle(ApiCall call);
    }
}
