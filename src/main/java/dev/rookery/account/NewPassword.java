package dev.rookery.account;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;

/** A password that a person chooses: 8 to 256 characters, whatever they are (NIST SP 800-63B asks for no more). */
record NewPassword(String value) {
    static final int MIN_CHARACTERS = 8;
    static final int MAX_CHARACTERS = 256;

    NewPassword {
        int characters = value.codePointCount(0, value.length());
        if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
            throw new RookeryException(
                    ErrorCode.INVALID_REQUEST,
                    "a password must have " + MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
        }
    }

    @Override
    public String toString() {
        return "******";
    }
}
