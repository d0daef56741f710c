package io.posthouse.relay.routing;

import com.netflix.concurrency.limits.Limiter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The right to call one upstream once, with one of its credentials. What became of it is told once,
 * by one of the verbs, as soon as it is known; the place is given back with {@link #over}, at the
 * attempt's end. Confined to one thread.
 */
public final class Turn {

  private enum Word {
    NONE,
    WELL,
    TOO_MUCH,
    OTHER
  }

  private final Upstream upstream;
  private final UpstreamState state;
  private final Breaker breaker;
  private final int credential;
  private final Limiter.Listener place;
  private final LongSupplier nanoTime;
  private Word word = Word.NONE;
  private boolean over;

  Turn(
      Upstream upstream,
      UpstreamState state,
      Breaker breaker,
      int credential,
      Limiter.Listener place,
      LongSupplier nanoTime) {
    this.upstream = upstream;
    this.state = state;
    this.breaker = breaker;
    this.credential = credential;
    this.place = place;
    this.nanoTime = nanoTime;
  }

  /** Who is called. */
  public Upstream upstream() {
    return upstream;
  }

  /** With what: a secret. */
  public String credential() {
    return state.credentials().at(credential);
  }

  /** Whether it is known to take OpenAI's {@code stream_options}. */
  public boolean knowsStreamOptions() {
    return state.knowsStreamOptions();
  }

  /** It refused {@code stream_options}: they are not sent again (T19). */
  public void refusesStreamOptions() {
    state.refusesStreamOptions();
  }

  /** It answered. */
  public void answered() {
    if (first(Word.WELL)) {
      breaker.succeeded();
    }
  }

  /** It did not answer, or said that it failed. */
  public void failed() {
    if (first(Word.OTHER)) {
      breaker.failed(nanoTime.getAsLong());
    }
  }

  /** It failed after it had answered well: in the middle of a stream. */
  public void broke() {
    word = Word.OTHER;
    breaker.failed(nanoTime.getAsLong());
  }

  /** It said that everybody is too fast. */
  public void overloaded() {
    if (first(Word.TOO_MUCH)) {
      breaker.failed(nanoTime.getAsLong());
    }
  }

  /**
   * It said that we are too fast, with this credential.
   *
   * @param retryAfter what it asked for; null when it did not say
   */
  public void limited(@Nullable Duration retryAfter) {
    if (!first(Word.TOO_MUCH)) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (retryAfter == null) {
      breaker.failed(now);
    } else {
      state.credentials().waitUntil(credential, now + retryAfter.toNanos());
      breaker.released(now);
    }
  }

  /** It does not take this credential, or our account has no money there. */
  public void refused() {
    if (first(Word.OTHER)) {
      state.credentials().refused(credential);
      breaker.released(nanoTime.getAsLong());
    }
  }

  private boolean first(Word said) {
    boolean isFirst = word == Word.NONE;
    if (isFirst) {
      word = said;
    }
    return isFirst;
  }

  /** It answered with a model that is not the one it was asked for. */
  public void answeredWithAnother(String model) {
    state.answeredWithAnother(model);
  }

  /** The attempt has ended. May be called twice. */
  public void over() {
    if (over) {
      return;
    }
    over = true;
    state.left();
    if (word != Word.NONE) {
      state.heardOf(nanoTime.getAsLong());
    }
    switch (word) {
      case WELL -> place.onSuccess();
      case TOO_MUCH -> place.onDropped();
      case OTHER -> place.onIgnore();
      case NONE -> {
        breaker.released(nanoTime.getAsLong());
        place.onIgnore();
      }
    }
  }

  /** Without the credential. */
  @Override
  public String toString() {
    return "Turn[" + upstream.name() + "]";
  }
}
