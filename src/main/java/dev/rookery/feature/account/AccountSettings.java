package dev.rookery.feature.account;

import dev.rookery.config.Within;
import java.time.Duration;

/** Tickets, passwords, sign-in limits: what of the section {@code auth} only this package has to know. */
record AccountSettings(
        @Within(least = "1s", most = "1h") Duration ticketLifetime,
        @Within(least = "8", most = "4194304") int argon2MemoryKib,
        @Within(least = "1", most = "100") int argon2Iterations,
        @Within(least = "1", most = "1000000") int signInsPerAccount,
        @Within(least = "1", most = "1000000") int signInsPerAddress,
        @Within(least = "1s", most = "1d") Duration signInWindow) {}
