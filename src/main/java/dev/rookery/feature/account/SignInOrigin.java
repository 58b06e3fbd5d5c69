package dev.rookery.feature.account;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;

/**
 * Where a sign-in comes from, as far as the account can tell. Each has an allowance of wrong passwords.
 *
 * @param key names the allowance
 */
record SignInOrigin(String key) {
    static SignInOrigin stranger(Username username) {
        return new SignInOrigin(username.value());
    }

    static SignInOrigin device(UserId user, DeviceId device) {
        return new SignInOrigin(user + "/device/" + device);
    }

    static SignInOrigin address(UserId user, String address) {
        return new SignInOrigin(user + "/address/" + address);
    }
}
