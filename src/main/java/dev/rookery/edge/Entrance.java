package dev.rookery.edge;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Counts the connections of one port, and lets in no more than there may be: in all, and from one address. */
public final class Entrance {
    private final int most;
    private final int mostOfAddress;
    private final Set<String> proxies;
    private final Counter refusedInAll;
    private final Counter refusedOfAddress;
    private final Consumer<String> crowded;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;

    /**
     * @param mostOfAddress from one IPv4 address or IPv6 /64 network; 0 for no such limit
     * @param proxies addresses that many people come from; they count in all only
     * @param crowded is told each address that a connection was refused to
     */
    public Entrance(
            int most,
            int mostOfAddress,
            Set<String> proxies,
            Counter refusedInAll,
            Counter refusedOfAddress,
            Consumer<String> crowded) {
        this.crowded = crowded;
        this.most = most;
        this.mostOfAddress = mostOfAddress;
        this.proxies = Set.copyOf(proxies);
        this.refusedInAll = refusedInAll;
        this.refusedOfAddress = refusedOfAddress;
    }

    public synchronized int open() {
        return open;
    }

    /** Whether this connection may stay; its place is free again when it is closed. */
    boolean enter(Channel connection) {
        String address = connection.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : "unknown";
        String counted = proxies.contains(address) ? "" : ClientAddress.network(address);
        if (!take(counted)) {
            return false;
        }
        connection.closeFuture().addListener(closed -> giveBack(counted));
        return true;
    }

    /** @param address empty if it does not count */
    synchronized boolean take(String address) {
        if (open >= most) {
            refusedInAll.increment();
            return false;
        }
        if (mostOfAddress > 0 && byAddress.getOrDefault(address, 0) >= mostOfAddress) {
            refusedOfAddress.increment();
            crowded.accept(address);
            return false;
        }
        open++;
        if (!address.isEmpty()) {
            byAddress.merge(address, 1, Integer::sum);
        }
        return true;
    }

    synchronized void giveBack(String address) {
        open--;
        if (!address.isEmpty()) {
            byAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
        }
    }
}
