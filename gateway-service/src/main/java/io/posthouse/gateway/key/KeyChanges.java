package io.posthouse.gateway.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * What events said of keys and accounts, in the order they came. A look-up that was put before an
 * event does not undo it; one put after it does. One writer, any number of readers.
 */
public final class KeyChanges {

  private static final int MOST = 200_000;

  private final Cache<String, NumberedKey> keys = Caffeine.newBuilder().maximumSize(MOST).build();
  private final Cache<String, NumberedAccount> accounts =
      Caffeine.newBuilder().maximumSize(MOST).build();
  private volatile long count;

  private record NumberedKey(KnownKey key, long number) {}

  private record NumberedAccount(boolean active, long number) {}

  /** Takes the state of a key; its {@code accountActive} is not looked at. */
  public synchronized void keyChanged(KnownKey key) {
    keys.put(key.keyId(), new NumberedKey(key, count + 1));
    count = count + 1;
  }

  /** Takes the state of an account. */
  public synchronized void accountChanged(String accountId, boolean active) {
    accounts.put(accountId, new NumberedAccount(active, count + 1));
    count = count + 1;
  }

  /** How many changes there were. */
  long count() {
    return count;
  }

  /** The key with the changes applied that came after number {@code since}; itself if none. */
  KnownKey apply(KnownKey key, long since) {
    KnownKey result = key;
    NumberedKey changed = keys.getIfPresent(key.keyId());
    if (changed != null && changed.number() > since && changed.key().version() > key.version()) {
      result = changed.key().withAccountActive(key.accountActive());
    }
    NumberedAccount account = accounts.getIfPresent(key.accountId());
    if (account != null && account.number() > since && account.active() != result.accountActive()) {
      result = result.withAccountActive(account.active());
    }
    return result;
  }
}
