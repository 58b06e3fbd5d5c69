package dev.rookery.feature.account;

import dev.rookery.auth.TicketOffice;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.SettingsReader;
import dev.rookery.edge.ClientAddress;
import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;
import java.util.List;
import java.util.function.Function;

/** Accounts, devices, and how somebody signs in. */
public final class AccountFeature implements Feature {

    @Override
    public List<Function<SettingsReader, ? extends Record>> settings() {
        return List.of(in -> in.section("auth", AccountSettings.class));
    }

    @Override
    public void plugInto(Slot slot, Ground ground) {
        if (!slot.serves(NodeRole.API)) {
            return;
        }
        AccountSettings settings = ground.config().features().of(AccountSettings.class);
        TicketOffice tickets = new TicketOffice(ground.members().self().id(), settings.ticketLifetime());
        Passwords passwords = new Passwords(ground.vertx(), settings);
        AttemptLimits limits = new AttemptLimits(ground.attempts(), settings, ground.clusterRates());
        SignedInDevices devices =
                new SignedInDevices(ground.devices(), ground.authenticator(), ground.members(), ground.bus());
        Accounts accounts = new Accounts(ground.accounts(), devices, passwords, limits, ground.clock());
        SignIns signIns = new SignIns(
                ground.accounts(),
                ground.devices(),
                devices,
                passwords,
                ground.tokens(),
                limits,
                new SignInOrigins(ground.knownAddresses(), ground.tokens()),
                ground.security(),
                ground.clock());
        slot.operations(new AccountOperations(
                accounts,
                signIns,
                devices,
                new ClientAddress(ground.config().http().trustedProxies())));
        slot.operations(new TicketOperations(tickets, limits));
        slot.verticle(
                NodeRole.API,
                "account",
                new AccountVerticle(ground.members().self().id(), tickets, ground.authenticator()));
    }
}
