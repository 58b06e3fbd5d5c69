package dev.rookery.node;

import dev.rookery.api.ApiModule;
import dev.rookery.edge.HttpModule;
import dev.rookery.feature.Slot;
import dev.rookery.telemetry.ApiMeters;
import dev.rookery.web.WebPageModule;
import java.util.List;

/** REST and the web page. */
final class ApiRole {
    private ApiRole() {}

    static List<HttpModule> modules(NodeParts parts, Slot slot) {
        ApiModule api = new ApiModule(
                parts.config().http(),
                parts.authenticator(),
                slot.operations(),
                parts.limits(),
                new ApiMeters(parts.meters()),
                parts.security());
        return List.of(api, new WebPageModule());
    }
}
