package dev.rookery.feature.account;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.User;
import dev.rookery.feature.account.SignIns.SignedIn;
import dev.rookery.store.Device;
import java.time.Instant;
import java.util.List;

/** What the operations on accounts and devices answer. */
final class AccountAnswers {
    private AccountAnswers() {}

    record SignedUp(User user) {}

    record Me(User user, DeviceId deviceId) {}

    record Tokens(
            String accessToken,
            long accessTokenExpiresInSeconds,
            String refreshToken,
            long refreshTokenExpiresInSeconds) {
        static Tokens of(TokenPair pair) {
            return new Tokens(
                    pair.access(),
                    pair.accessLifetime().toSeconds(),
                    pair.refresh(),
                    pair.refreshLifetime().toSeconds());
        }
    }

    record SignedInDevice(
            String accessToken,
            long accessTokenExpiresInSeconds,
            String refreshToken,
            long refreshTokenExpiresInSeconds,
            User user,
            OwnDevice device) {
        static SignedInDevice of(SignedIn signedIn) {
            Tokens tokens = Tokens.of(signedIn.tokens());
            return new SignedInDevice(
                    tokens.accessToken,
                    tokens.accessTokenExpiresInSeconds,
                    tokens.refreshToken,
                    tokens.refreshTokenExpiresInSeconds,
                    signedIn.user(),
                    OwnDevice.of(signedIn.device(), true));
        }
    }

    record OwnDevice(DeviceId id, String name, Instant createdAt, boolean current) {
        static OwnDevice of(Device device, boolean current) {
            return new OwnDevice(device.id(), device.name(), device.createdAt(), current);
        }
    }

    record OwnDevices(List<OwnDevice> devices) {}

    record WebSocketTicket(String ticket, long expiresInSeconds) {
        @Override
        public String toString() {
            return "WebSocketTicket[******]";
        }
    }
}
