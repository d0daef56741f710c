package io.posthouse.billing.usage;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 key pair.
 *
 * @param publicKey the 32 bytes of the public key
 */
record SigningKey(PrivateKey privateKey, byte[] publicKey) {

  private static final String ALGORITHM = "Ed25519";

  static SigningKey generate() throws GeneralSecurityException {
    return of(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
  }

  /** Reads a private key and works its public one out of it. */
  static SigningKey read(byte[] pkcs8) throws GeneralSecurityException {
    PrivateKey key =
        KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    if (!(key instanceof EdECPrivateKey edwards)) {
      throw new GeneralSecurityException("not an Ed25519 key");
    }
    byte[] seed =
        edwards.getBytes().orElseThrow(() -> new GeneralSecurityException("no key bytes"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
    return of(generator.generateKeyPair());
  }

  private static SigningKey of(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    return new SigningKey(
        pair.getPrivate(), Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  /** The first 16 hex digits of the public key's SHA-256. */
  String id() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
    }
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }

  /** Hands a known seed to the generator: an Ed25519 key pair is nothing but its seed. */
  private static final class Seed extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
