package io.posthouse.relay.exchange;

import io.posthouse.relay.caller.Caller;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of calls that run now, each within its API key (protocols.md, section 5): a
 * second call under the same one is a conflict. Nothing is kept once a call has ended, so that the
 * same key then begins a new call with a charge of its own. Of this process alone. Thread-safe.
 */
public final class RunningKeys {

  private record Key(String keyId, String name) {}

  private final Set<Key> running = ConcurrentHashMap.newKeySet();

  /**
   * A call begins.
   *
   * @param name the client's idempotency key; null when it sent none
   * @return whether no other one runs under it
   */
  boolean begin(Caller caller, @Nullable String name) {
    return name == null || running.add(new Key(caller.keyId(), name));
  }

  /** A call that had begun has ended. */
  void end(Caller caller, @Nullable String name) {
    if (name != null) {
      running.remove(new Key(caller.keyId(), name));
    }
  }
}
