package dev.rookery.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What every node of a cluster knows and nobody else. It never leaves the node: what is sent are words made from it, each
 * for one purpose, from which it cannot be found.
 */
public final class ClusterSecret {
    /** Nobody guesses 16 random bytes, also not in a form that takes two characters for each. */
    static final int LEAST_CHARACTERS = 32;

    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private ClusterSecret(byte[] key) {
        this.key = key;
    }

    /** Of a file; white space around it does not count. Fails with IllegalArgumentException if it is too short. */
    static ClusterSecret of(String text) {
        String secret = text.strip();
        if (secret.length() < LEAST_CHARACTERS) {
            throw new IllegalArgumentException("must have at least " + LEAST_CHARACTERS + " characters");
        }
        return new ClusterSecret(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** A new random one, in the form of a file. */
    static String generate() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /**
     * What nodes of the cluster of that name call it among themselves. Who does not know the secret does not find it; who
     * listens between two nodes reads it.
     */
    public String clusterName(String name) {
        return mac("cluster name", name);
    }

    /** Shows that a text comes from somebody who knows the secret. */
    public String seal(String text) {
        return mac("seal", text);
    }

    public boolean isSeal(String seal, String text) {
        return MessageDigest.isEqual(
                seal.getBytes(StandardCharsets.UTF_8), seal(text).getBytes(StandardCharsets.UTF_8));
    }

    private String mac(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(("rookery " + purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "******";
    }
}
