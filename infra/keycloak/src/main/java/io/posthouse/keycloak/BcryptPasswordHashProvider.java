package io.posthouse.keycloak;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.ModelException;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Hashes passwords with bcrypt ({@code $2a$}); the cost is the policy's number of hash iterations,
 * 10 unless the policy says 4 to 31. Stateless.
 *
 * <p>bcrypt reads 72 bytes. A longer password is refused rather than cut, and never verifies.
 */
final class BcryptPasswordHashProvider implements PasswordHashProvider {

  static final String ID = "bcrypt";
  static final int DEFAULT_COST = 10;
  static final int MAXIMUM_BYTES = 72;

  @Override
  public boolean policyCheck(PasswordPolicy policy, PasswordCredentialModel credential) {
    return ID.equals(credential.getPasswordCredentialData().getAlgorithm())
        && credential.getPasswordCredentialData().getHashIterations()
            == cost(policy.getHashIterations());
  }

  @Override
  public PasswordCredentialModel encodedCredential(String rawPassword, int iterations) {
    int cost = cost(iterations);
    byte[] password = rawPassword.getBytes(StandardCharsets.UTF_8);
    if (password.length > MAXIMUM_BYTES) {
      throw new ModelException("invalidPasswordMaxLengthMessage", MAXIMUM_BYTES);
    }
    byte[] hash = BCrypt.with(BCrypt.Version.VERSION_2A).hash(cost, password);
    // The salt is part of the hash; Keycloak wants an array all the same.
    return PasswordCredentialModel.createFromValues(
        ID, new byte[0], cost, new String(hash, StandardCharsets.US_ASCII));
  }

  @Override
  public boolean verify(String rawPassword, PasswordCredentialModel credential) {
    byte[] password = rawPassword.getBytes(StandardCharsets.UTF_8);
    if (password.length > MAXIMUM_BYTES) {
      return false;
    }
    byte[] hash = credential.getPasswordSecretData().getValue().getBytes(StandardCharsets.US_ASCII);
    return BCrypt.verifyer().verify(password, hash).verified;
  }

  /** Keycloak says -1 when the policy names no number. */
  private static int cost(int iterations) {
    return iterations < BCrypt.MIN_COST || iterations > BCrypt.MAX_COST ? DEFAULT_COST : iterations;
  }

  @Override
  public void close() {}
}
