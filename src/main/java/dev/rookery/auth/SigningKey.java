package dev.rookery.auth;

import dev.rookery.config.InvalidConfigException;
import dev.rookery.config.OwnersOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The key pair that signs the cluster's tokens: EC P-256, kept as a PEM file with the private key in PKCS#8. The public
 * key is derived from it, so one file is all there is to deploy.
 */
public final class SigningKey {
    private static final String CURVE = "secp256r1";
    private static final Base64.Encoder PEM_BODY = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final String id;
    private final String privatePem;
    private final String publicPem;

    private SigningKey(ECPrivateKey privateKey) throws GeneralSecurityException {
        byte[] publicKey = publicKeyOf(privateKey).getEncoded();
        this.id = UUID.nameUUIDFromBytes(publicKey).toString();
        this.privatePem = pem("PRIVATE KEY", privateKey.getEncoded());
        this.publicPem = pem("PUBLIC KEY", publicKey);
    }

    /**
     * Reads a key file; blocking. Throws {@link InvalidConfigException} if it does not hold such a key, or everybody on the
     * machine may read it.
     *
     * @param setting of {@code rookery.auth}, which names the file
     */
    public static SigningKey load(String setting, Path file) {
        OwnersOnly.require("rookery.auth." + setting, file);
        try {
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidConfigException(List.of("rookery.auth." + setting + " names " + file
                    + ", which does not hold an EC P-256 private key in PKCS#8 PEM; `rookery keygen FILE` makes one"));
        }
    }

    /** The text of a new key file. */
    public static String generatePem() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has EC P-256", e);
        }
    }

    static SigningKey parse(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        byte[] encoded = Base64.getDecoder().decode(body);
        ECPrivateKey key =
                (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        AlgorithmParameters p256 = AlgorithmParameters.getInstance("EC");
        p256.init(new ECGenParameterSpec(CURVE));
        if (!key.getParams()
                .getCurve()
                .equals(p256.getParameterSpec(ECParameterSpec.class).getCurve())) {
            throw new GeneralSecurityException("not a P-256 key");
        }
        return new SigningKey(key);
    }

    /** Names the key in the header of its tokens. */
    public String id() {
        return id;
    }

    String privatePem() {
        return privatePem;
    }

    String publicPem() {
        return publicPem;
    }

    /** The JDK has no way from a private key to its public one; this is the multiplication with the base point. */
    private static PublicKey publicKeyOf(ECPrivateKey privateKey) throws GeneralSecurityException {
        X9ECParameters curve = CustomNamedCurves.getByName(CURVE);
        var point = new FixedPointCombMultiplier()
                .multiply(curve.getG(), privateKey.getS())
                .normalize();
        ECPoint affine = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(affine, privateKey.getParams()));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + PEM_BODY.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
