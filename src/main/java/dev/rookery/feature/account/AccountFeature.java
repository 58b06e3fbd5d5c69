package dev.rookery.feature.account;

import dev.rookery.auth.TicketOffice;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.edge.ClientAddress;
import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;

/** Accounts, devices, and how somebody signs in. */
public final class AccountFeature implements Feature {

    @Override
    public void plugInto(Slot slot, Ground ground) {
        if (!slot.serves(NodeRole.API)) {
            return;
        }
        AuthConfig auth = ground.config().auth();
        TicketOffice tickets = new TicketOffice(ground.members().self().id(), auth.ticketLifetime());
        Passwords passwords = new Passwords(ground.vertx(), auth);
        AttemptLimits limits = new AttemptLimits(ground.attempts(), auth, ground.clusterRates());
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
