package io.posthouse.gateway.key;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Who knows every key: auth-service. */
public interface KeyDirectory {

  /**
   * Asks for a key.
   *
   * @param mac base64url of the HMAC of the whole key
   * @return the key, or empty when there is none; fails when the directory does not answer
   */
  CompletionStage<Optional<KnownKey>> find(String publicId, String mac, String pepperVersion);
}
