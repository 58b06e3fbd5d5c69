package dev.rookery.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * The WebSocket tickets that this node issued and that were not spent yet, in memory: a ticket lives for seconds, and a
 * client whose ticket died with its node asks for another. Safe to call from any thread.
 */
public final class TicketOffice {
    private static final int SECRET_BYTES = 32;
    private static final int MAX_UNSPENT = 100_000;

    private final NodeId self;
    private final Duration lifetime;
    private final Cache<String, Bearer> unspent;
    private final SecureRandom random = new SecureRandom();

    public TicketOffice(NodeId self, Duration lifetime) {
        this(self, lifetime, Ticker.systemTicker());
    }

    TicketOffice(NodeId self, Duration lifetime, Ticker ticker) {
        this.self = self;
        this.lifetime = lifetime;
        this.unspent = Caffeine.newBuilder()
                .expireAfterWrite(lifetime)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    public Duration lifetime() {
        return lifetime;
    }

    /**
     * Issues a ticket; throws {@code overloaded} while very many are unspent.
     *
     * @param origin the web origin that asked and alone may spend it, empty for a client that is no browser
     */
    public Ticket issue(Principal holder, String origin) {
        if (unspent.estimatedSize() >= MAX_UNSPENT) {
            unspent.cleanUp();
            if (unspent.estimatedSize() >= MAX_UNSPENT) {
                throw new RookeryException(
                        ErrorCode.OVERLOADED, "Too many WebSocket tickets are unspent", Duration.ofSeconds(1));
            }
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        unspent.put(secret, new Bearer(holder, origin));
        return new Ticket(self, secret);
    }

    /**
     * Spends a ticket. Throws {@code ticket_invalid} if it is unknown, spent, too old, or presented by another origin,
     * which spends it too.
     */
    public Principal redeem(String secret, String origin) {
        Bearer bearer = unspent.asMap().remove(secret);
        if (bearer == null) {
            throw new RookeryException(ErrorCode.TICKET_INVALID, ErrorCode.TICKET_INVALID.title());
        }
        if (!bearer.origin.isEmpty() && !bearer.origin.equals(origin)) {
            throw new RookeryException(
                    ErrorCode.TICKET_INVALID, "The WebSocket ticket was issued to another web origin");
        }
        return bearer.holder;
    }

    private record Bearer(Principal holder, String origin) {}
}
