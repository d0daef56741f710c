package io.posthouse.relay.health;

import io.posthouse.relay.usage.CallRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls by model and channel. What a client did wrong, or broke off, is no failure and not
 * counted. Thread-safe.
 */
public final class ModelHealth {

  /** What is counted apart. */
  record Key(String model, String channel) {}

  /**
   * Counts since the last look.
   *
   * @param firstContents how many calls told when their first content came
   * @param firstContentMillis after how long, added up
   * @param streamMillis how long the answers with {@code outputTokens} took from there on
   */
  public record Counts(
      String model,
      String channel,
      long calls,
      long failures,
      long firstContents,
      long firstContentMillis,
      long outputTokens,
      long streamMillis) {

    Counts plus(Counts more) {
      return new Counts(
          model,
          channel,
          calls + more.calls,
          failures + more.failures,
          firstContents + more.firstContents,
          firstContentMillis + more.firstContentMillis,
          outputTokens + more.outputTokens,
          streamMillis + more.streamMillis);
    }
  }

  private final Map<Key, Counts> counts = new ConcurrentHashMap<>();

  /**
   * A call has ended.
   *
   * @param firstContent how long after its begin the first content came; null when none came
   * @param streamed how long the answer took from there on; null when none came
   */
  public void observe(
      CallRecord call, @Nullable Duration firstContent, @Nullable Duration streamed) {
    boolean failed =
        switch (call.end()) {
          case COMPLETE -> false;
          case UPSTREAM_CUT -> true;
          case UPSTREAM_ERROR -> call.status() >= 500 || call.status() == 429;
          case CLIENT_ABORT, BALANCE, CRASH -> false;
        };
    boolean well = call.end() == io.posthouse.relay.usage.End.COMPLETE;
    if (!failed && !well) {
      return;
    }
    boolean timed = well && firstContent != null && streamed != null;
    Counts one =
        new Counts(
            call.requestedModel(),
            call.channel(),
            1,
            failed ? 1 : 0,
            timed ? 1 : 0,
            timed && firstContent != null ? firstContent.toMillis() : 0,
            timed ? call.reading().tokens().output() : 0,
            timed && streamed != null ? streamed.toMillis() : 0);
    counts.merge(new Key(one.model(), one.channel()), one, Counts::plus);
  }

  /** Takes the counts out, which begin anew. */
  public List<Counts> take() {
    List<Counts> taken = new ArrayList<>();
    for (Key key : List.copyOf(counts.keySet())) {
      Counts counted = counts.remove(key);
      if (counted != null) {
        taken.add(counted);
      }
    }
    return taken;
  }
}
