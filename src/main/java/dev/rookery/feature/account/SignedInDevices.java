package dev.rookery.feature.account;

import dev.rookery.auth.DeviceAuthenticator;
import dev.rookery.auth.Principal;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusEvent.DevicesSignedOut;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices a user is signed in on. A sign-out is stored first, then told to every API and gateway node, which forget
 * the device and close its sockets; a node that misses that learns it from the store within seconds.
 */
public final class SignedInDevices {
    private static final Logger log = LoggerFactory.getLogger(SignedInDevices.class);

    /** Of one user. More would be somebody's script, and every list of devices is read as a whole. */
    static final int MAX_DEVICES = 50;

    private final DeviceStore store;
    private final DeviceAuthenticator authenticator;
    private final Members members;
    private final BusClient bus;

    public SignedInDevices(DeviceStore store, DeviceAuthenticator authenticator, Members members, BusClient bus) {
        this.store = store;
        this.authenticator = authenticator;
        this.members = members;
        this.bus = bus;
    }

    /** Oldest first. */
    public Future<List<Device>> of(UserId user) {
        return store.signedIn(user);
    }

    /** Signs out one device of the user; fails with {@code device_unknown} if it is not signed in. */
    public Future<Void> signOut(UserId user, DeviceId device) {
        return store.find(user, device)
                .compose(found -> found.filter(Device::signedIn).isPresent()
                        ? end(user, List.of(device))
                        : Future.failedFuture(
                                new RookeryException(ErrorCode.DEVICE_UNKNOWN, ErrorCode.DEVICE_UNKNOWN.title())));
    }

    /** Signs out every device of the user but this one. */
    public Future<Void> signOutOthers(Principal kept) {
        return store.signedIn(kept.user())
                .map(devices -> devices.stream()
                        .map(Device::id)
                        .filter(id -> !id.equals(kept.device()))
                        .toList())
                .compose(others -> others.isEmpty() ? Future.succeededFuture() : end(kept.user(), others));
    }

    /** Signs out the oldest devices of a user who has too many. */
    Future<Void> keepNewest(UserId user) {
        return store.signedIn(user)
                .map(devices -> devices.stream()
                        .limit(Math.max(0, devices.size() - MAX_DEVICES))
                        .map(Device::id)
                        .toList())
                .compose(surplus -> surplus.isEmpty() ? Future.succeededFuture() : end(user, surplus));
    }

    /** Signs these devices out, whether or not they are signed in. */
    Future<Void> end(UserId user, List<DeviceId> devices) {
        List<Future<Void>> stored =
                devices.stream().map(device -> store.signOut(user, device)).toList();
        return Future.all(stored).onSuccess(done -> announce(user, devices)).mapEmpty();
    }

    private void announce(UserId user, List<DeviceId> devices) {
        log.atInfo().addKeyValue("user", user).addKeyValue("devices", devices).log("devices signed out");
        // This node knows before it answers, the others within moments.
        authenticator.forget(user, devices);
        DevicesSignedOut event = new DevicesSignedOut(user, devices);
        members.withRole(NodeRole.API).forEach(node -> bus.tell(BusAddress.api(node.id()), event));
        members.withRole(NodeRole.GATEWAY).forEach(node -> bus.tell(BusAddress.gateway(node.id()), event));
    }
}
