package io.posthouse.gateway.key;

import io.posthouse.gateway.protocol.Refusal;
import java.util.concurrent.CompletionStage;

/** What the gate says of a presented key. */
public sealed interface KeyVerdict {

  /**
   * It may be used.
   *
   * @param claims the part of the caller header that is the same for every call of the key
   */
  record Accepted(KnownKey key, String claims) implements KeyVerdict {}

  /** It may not. */
  record Refused(Refusal why) implements KeyVerdict {}

  /**
   * Auth-service is being asked.
   *
   * @param verdict never another {@code Pending}, never fails
   */
  record Pending(CompletionStage<KeyVerdict> verdict) implements KeyVerdict {}
}
