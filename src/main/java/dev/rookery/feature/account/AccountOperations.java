package dev.rookery.feature.account;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.auth.Principal;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Username;
import dev.rookery.edge.ClientAddress;
import io.vertx.core.Future;
import java.util.Map;

/** Sign-up to sign-out, and the devices of a user. */
public final class AccountOperations implements Operations {
    private final Accounts accounts;
    private final SignIns signIns;
    private final SignedInDevices devices;
    private final ClientAddress addresses;

    public AccountOperations(Accounts accounts, SignIns signIns, SignedInDevices devices, ClientAddress addresses) {
        this.accounts = accounts;
        this.signIns = signIns;
        this.devices = devices;
        this.addresses = addresses;
    }

    @Override
    public Map<String, Operation> byId() {
        return Map.of(
                "signUp", this::signUp,
                "signIn", this::signIn,
                "refresh", this::refresh,
                "signOut", this::signOut,
                "changePassword", this::changePassword,
                "me", this::me,
                "listDevices", this::listDevices,
                "signOutDevice", this::signOutDevice);
    }

    private Future<Answer> signUp(ApiCall call) {
        return accounts.signUp(
                        new Username(call.text("username")),
                        call.text("password"),
                        call.text("displayName"),
                        addresses.of(call.context().request()))
                .map(user -> Answer.created(new AccountAnswers.SignedUp(user)));
    }

    private Future<Answer> signIn(ApiCall call) {
        return signIns.signIn(
                        new Username(call.text("username")),
                        call.text("password"),
                        call.text("deviceName"),
                        addresses.of(call.context().request()),
                        call.body().getString("earlierRefreshToken"))
                .map(signedIn -> Answer.ok(AccountAnswers.SignedInDevice.of(signedIn)));
    }

    private Future<Answer> refresh(ApiCall call) {
        return signIns.refresh(call.text("refreshToken"), call.body().getString("attempt"))
                .map(pair -> Answer.ok(AccountAnswers.Tokens.of(pair)));
    }

    private Future<Answer> signOut(ApiCall call) {
        Principal principal = call.principal();
        return devices.signOut(principal.user(), principal.device()).map(done -> Answer.done());
    }

    private Future<Answer> changePassword(ApiCall call) {
        return accounts.changePassword(call.principal(), call.text("currentPassword"), call.text("newPassword"))
                .map(done -> Answer.done());
    }

    private Future<Answer> me(ApiCall call) {
        Principal principal = call.principal();
        return accounts.find(principal.user()).map(user -> Answer.ok(new AccountAnswers.Me(user, principal.device())));
    }

    private Future<Answer> listDevices(ApiCall call) {
        Principal principal = call.principal();
        return devices.of(principal.user())
                .map(found -> Answer.ok(new AccountAnswers.OwnDevices(found.stream()
                        .map(device ->
                                AccountAnswers.OwnDevice.of(device, device.id().equals(principal.device())))
                        .toList())));
    }

    private Future<Answer> signOutDevice(ApiCall call) {
        return devices.signOut(call.principal().user(), call.path("deviceId", DeviceId::parse))
                .map(done -> Answer.done());
    }
}
