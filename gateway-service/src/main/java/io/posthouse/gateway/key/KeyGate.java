package io.posthouse.gateway.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.posthouse.gateway.key.KeyVerdict.Accepted;
import io.posthouse.gateway.key.KeyVerdict.Pending;
import io.posthouse.gateway.key.KeyVerdict.Refused;
import io.posthouse.gateway.protocol.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a presented key may be used. See the package for the rules; never blocks.
 *
 * <p>At most {@value #MOST_QUESTIONS} look-ups are under way at a time; more unknown keys than that
 * are told to come back.
 */
public final class KeyGate {

  private static final int MOST_QUESTIONS = 1024;
  private static final int MOST_KEYS = 200_000;
  private static final long RETRY_AFTER_SILENCE = Duration.ofSeconds(5).toNanos();

  private static final KeyVerdict UNKNOWN = new Refused(Refusal.BAD_KEY);
  private static final KeyVerdict SILENT = new Refused(Refusal.UNAVAILABLE);

  private final Peppers peppers;
  private final KeyDirectory directory;
  private final KeyTimes times;
  private final Guesses guesses;
  private final InstantSource business;
  private final LongSupplier nanos;
  private final KeyChanges changes = new KeyChanges();
  private final Cache<KeyMac, Entry> known;
  private final Cache<KeyMac, Boolean> unknown;
  private final ConcurrentHashMap<KeyMac, CompletableFuture<KeyVerdict>> asked =
      new ConcurrentHashMap<>();
  private volatile long silentUntil;

  /** What a look-up or an event said, and when the question was put. */
  private record Entry(KnownKey key, String claims, long askedAt, long changesSeen) {}

  /**
   * @param business decides whether a key has expired
   * @param nanos monotonic time
   */
  public KeyGate(
      Peppers peppers,
      KeyDirectory directory,
      KeyTimes times,
      Guesses guesses,
      InstantSource business,
      LongSupplier nanos) {
    this.peppers = peppers;
    this.directory = directory;
    this.times = times;
    this.guesses = guesses;
    this.business = business;
    this.nanos = nanos;
    this.silentUntil = nanos.getAsLong();
    this.known = Caffeine.newBuilder().maximumSize(MOST_KEYS).build();
    this.unknown =
        Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(times.unknown()).build();
  }

  /** Takes what an event says. */
  public KeyChanges changes() {
    return changes;
  }

  /**
   * Judges a presented string.
   *
   * @param from the caller's network address
   */
  public KeyVerdict check(String presented, InetAddress from) {
    if (!KeyFormat.isValid(presented)) {
      if (guesses.isExhausted(from)) {
        return new Refused(Refusal.TOO_MANY_BAD_KEYS);
      }
      guesses.count(from);
      return UNKNOWN;
    }
    for (Peppers.Pepper pepper : peppers.all()) {
      KeyMac mac = pepper.mac(presented);
      Entry entry = known.getIfPresent(mac);
      if (entry != null) {
        return checkKnown(presented, mac, entry, from);
      }
    }
    KeyMac name = peppers.all().getFirst().mac(presented);
    if (unknown.getIfPresent(name) != null) {
      return UNKNOWN;
    }
    if (guesses.isExhausted(from)) {
      return new Refused(Refusal.TOO_MANY_BAD_KEYS);
    }
    return new Pending(ask(presented, name, null, from));
  }

  private KeyVerdict checkKnown(String presented, KeyMac mac, Entry held, InetAddress from) {
    Entry entry = catchUp(mac, held);
    long now = nanos.getAsLong();
    long age = now - entry.askedAt();
    if (age <= times.fresh().toNanos()) {
      return judge(entry, from);
    }
    KeyMac name = peppers.all().getFirst().mac(presented);
    if (age > times.kept().toNanos()) {
      return new Pending(ask(presented, name, null, from));
    }
    if (now - silentUntil < 0) {
      return judge(entry, from);
    }
    CompletableFuture<KeyVerdict> answer = ask(presented, name, entry, from);
    if (age <= times.rested().toNanos()) {
      return judge(entry, from);
    }
    return new Pending(
        answer
            .copy()
            .completeOnTimeout(
                judge(entry, from), times.patience().toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Applies the events that came after the entry was asked for. */
  private Entry catchUp(KeyMac mac, Entry entry) {
    long count = changes.count();
    if (entry.changesSeen() == count) {
      return entry;
    }
    KnownKey now = changes.apply(entry.key(), entry.changesSeen());
    Entry caughtUp =
        now.equals(entry.key())
            ? new Entry(now, entry.claims(), entry.askedAt(), count)
            : new Entry(now, CallerClaims.of(now), entry.askedAt(), count);
    known.asMap().replace(mac, entry, caughtUp);
    return caughtUp;
  }

  private KeyVerdict judge(Entry entry, InetAddress from) {
    KnownKey key = entry.key();
    Refusal refusal = refusal(key, from);
    return refusal == null ? new Accepted(key, entry.claims()) : new Refused(refusal);
  }

  private @Nullable Refusal refusal(KnownKey key, InetAddress from) {
    switch (key.status()) {
      case REVOKED -> {
        return Refusal.BAD_KEY;
      }
      case SUSPENDED -> {
        return Refusal.KEY_SUSPENDED;
      }
      case ACTIVE -> {}
    }
    if (!key.accountActive()) {
      return Refusal.ACCOUNT_SUSPENDED;
    }
    Instant end = key.expiresAt();
    if (end != null && !business.instant().isBefore(end)) {
      return Refusal.KEY_EXPIRED;
    }
    return key.allowedIps().contains(from) ? null : Refusal.ADDRESS_NOT_ALLOWED;
  }

  /**
   * Asks auth-service, once for all calls that wait for the same key. Callers from different
   * addresses share the question but each is judged by its own address.
   *
   * @param held what to go on with when there is no answer, or null
   */
  private CompletableFuture<KeyVerdict> ask(
      String presented, KeyMac name, @Nullable Entry held, InetAddress from) {
    if (asked.size() >= MOST_QUESTIONS) {
      return CompletableFuture.completedFuture(held == null ? SILENT : judge(held, from));
    }
    CompletableFuture<KeyVerdict> mine = new CompletableFuture<>();
    CompletableFuture<KeyVerdict> other = asked.putIfAbsent(name, mine);
    if (other != null) {
      return other.thenApply(verdict -> settled(presented, verdict, from));
    }
    long askedAt = nanos.getAsLong();
    long seen = changes.count();
    find(presented, 0)
        .whenComplete(
            (found, failure) -> {
              KeyVerdict verdict;
              if (failure != null) {
                silentUntil = nanos.getAsLong() + RETRY_AFTER_SILENCE;
                verdict = held == null ? SILENT : judge(held, from);
              } else {
                remember(presented, name, found, askedAt, seen, from);
                verdict = verdict(found, from, seen);
              }
              asked.remove(name);
              mine.complete(verdict);
            });
    return mine;
  }

  /** The verdict of a shared question, for another address. */
  private KeyVerdict settled(String presented, KeyVerdict shared, InetAddress from) {
    for (Peppers.Pepper pepper : peppers.all()) {
      Entry entry = known.getIfPresent(pepper.mac(presented));
      if (entry != null) {
        return judge(entry, from);
      }
    }
    return shared;
  }

  private record Found(KnownKey key, KeyMac mac) {}

  private CompletionStage<Optional<Found>> find(String presented, int index) {
    Peppers.Pepper pepper = peppers.all().get(index);
    KeyMac mac = pepper.mac(presented);
    return directory
        .find(KeyFormat.publicId(presented), mac.text(), pepper.version())
        .thenCompose(
            key ->
                key.isEmpty() && index + 1 < peppers.all().size()
                    ? find(presented, index + 1)
                    : CompletableFuture.completedFuture(key.map(k -> new Found(k, mac))));
  }

  private void remember(
      String presented,
      KeyMac name,
      Optional<Found> found,
      long askedAt,
      long seen,
      InetAddress from) {
    if (found.isPresent()) {
      KnownKey key = found.get().key();
      known.put(found.get().mac(), new Entry(key, CallerClaims.of(key), askedAt, seen));
      return;
    }
    for (Peppers.Pepper pepper : peppers.all()) {
      known.invalidate(pepper.mac(presented));
    }
    unknown.put(name, true);
    guesses.count(from);
  }

  private KeyVerdict verdict(Optional<Found> found, InetAddress from, long seen) {
    if (found.isEmpty()) {
      return UNKNOWN;
    }
    KnownKey key = changes.apply(found.get().key(), seen);
    return judge(new Entry(key, CallerClaims.of(key), 0, 0), from);
  }
}
