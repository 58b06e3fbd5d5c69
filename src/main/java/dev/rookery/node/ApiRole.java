package dev.rookery.node;

import dev.rookery.api.ApiModule;
import dev.rookery.api.ApiParts;
import dev.rookery.api.ApiVerticle;
import dev.rookery.auth.DeviceAuthenticator;
import dev.rookery.auth.TicketOffice;
import dev.rookery.auth.Tokens;
import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.edge.HttpModule;
import dev.rookery.feature.account.Accounts;
import dev.rookery.feature.account.AttemptLimits;
import dev.rookery.feature.account.Passwords;
import dev.rookery.feature.account.SignInOrigins;
import dev.rookery.feature.account.SignIns;
import dev.rookery.feature.account.SignedInDevices;
import dev.rookery.limit.ClusterRates;
import dev.rookery.store.AccountStore;
import dev.rookery.store.DeviceStore;
import dev.rookery.telemetry.ApiMeters;
import dev.rookery.web.WebPageModule;
import io.vertx.core.Future;
import java.util.List;

/** REST, sign-in and the web page. */
final class ApiRole {
    private ApiRole() {}

    static Future<Void> deploy(
            NodeParts parts,
            Tokens tokens,
            DeviceAuthenticator authenticator,
            NodeAssembly assembly,
            List<HttpModule> modules) {
        AuthConfig auth = parts.config().auth();
        TicketOffice tickets = new TicketOffice(parts.roster().self().id(), auth.ticketLifetime());
        ApiMeters meters = new ApiMeters(parts.meters());
        modules.add(new ApiModule(
                parts.config().http(),
                authenticator,
                apiParts(parts, tokens, authenticator, tickets),
                meters,
                parts.security()));
        modules.add(new WebPageModule());
        ApiVerticle verticle = new ApiVerticle(parts.roster().self().id(), tickets, authenticator);
        return assembly.deploy(parts.vertx(), "api", verticle);
    }

    private static ApiParts apiParts(
            NodeParts parts, Tokens tokens, DeviceAuthenticator authenticator, TicketOffice tickets) {
        AuthConfig auth = parts.config().auth();
        AccountStore accounts = parts.cassandra().accounts();
        DeviceStore devices = parts.cassandra().devices();
        Passwords passwords = new Passwords(parts.vertx(), auth);
        ClusterRates rates = new ClusterRates(
                parts.redis().limiter(),
                parts.config().limits().rates(),
                parts.limits().meters());
        AttemptLimits limits = new AttemptLimits(parts.redis().limiter(), auth, rates);
        SignedInDevices signedIn = new SignedInDevices(devices, authenticator, parts.roster(), parts.bus());
        return new ApiParts(
                new Accounts(accounts, signedIn, passwords, limits, parts.clock()),
                new SignIns(
                        accounts,
                        devices,
                        signedIn,
                        passwords,
                        tokens,
                        limits,
                        new SignInOrigins(parts.cassandra().knownAddresses(), tokens),
                        parts.security(),
                        parts.clock()),
                signedIn,
                limits,
                tickets,
                accounts,
                parts.cassandra().chats(),
                parts.owners(),
                parts.cursors(),
                parts.config().chat().maxMembers(),
                parts.limits(),
                rates);
    }
}
