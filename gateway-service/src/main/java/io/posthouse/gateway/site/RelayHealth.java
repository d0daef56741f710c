package io.posthouse.gateway.site;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the relay answers at {@code GET /internal/model-health}, as far as the status page needs it.
 *
 * @param items by day
 * @param recent of the last ten minutes
 */
record RelayHealth(List<Day> items, @Nullable List<Recent> recent) {

  record Day(
      LocalDate day,
      String model,
      String channel,
      long calls,
      long failures,
      @Nullable Long firstContentMillis,
      @Nullable Double tokensPerSecond) {

    Key key() {
      return new Key(model, channel);
    }

    double rate() {
      return calls == 0 ? 1 : 1 - (double) failures / calls;
    }
  }

  record Recent(String model, String channel, long calls, long failures) {}

  /** What is told apart. */
  record Key(String model, String channel) {}

  /** By model and channel, in the order of their names. */
  List<ModelHealth> models() {
    Map<Key, State> now = new LinkedHashMap<>();
    List<Recent> last = recent;
    if (last != null) {
      last.forEach(
          it -> now.put(new Key(it.model(), it.channel()), State.of(it.calls(), it.failures())));
    }
    Map<Key, List<Day>> byModel = new LinkedHashMap<>();
    items.forEach(day -> byModel.computeIfAbsent(day.key(), it -> new ArrayList<>()).add(day));
    return byModel.entrySet().stream()
        .map(entry -> model(entry.getValue(), now.getOrDefault(entry.getKey(), State.OPERATIONAL)))
        .sorted(
            java.util.Comparator.comparing(ModelHealth::model).thenComparing(ModelHealth::channel))
        .toList();
  }

  private static ModelHealth model(List<Day> days, State now) {
    Day first = days.getFirst();
    long calls = days.stream().mapToLong(Day::calls).sum();
    long failures = days.stream().mapToLong(Day::failures).sum();
    Double millis = average(days, day -> day.firstContentMillis());
    return new ModelHealth(
        first.model(),
        first.channel(),
        now,
        calls == 0 ? 1 : 1 - (double) failures / calls,
        millis == null ? null : Long.valueOf(Math.round(millis)),
        average(days, day -> day.tokensPerSecond()),
        days.stream()
            .map(
                day ->
                    new ModelHealth.Day(
                        day.day(), day.rate(), day.firstContentMillis(), day.tokensPerSecond()))
            .toList());
  }

  private interface Figure {
    @Nullable Number of(Day day);
  }

  /** By each day's calls; null when no day tells. */
  private static @Nullable Double average(List<Day> days, Figure figure) {
    double sum = 0;
    long weight = 0;
    for (Day day : days) {
      Number value = figure.of(day);
      if (value != null && day.calls() > 0) {
        sum += value.doubleValue() * day.calls();
        weight += day.calls();
      }
    }
    return weight == 0 ? null : sum / weight;
  }
}
