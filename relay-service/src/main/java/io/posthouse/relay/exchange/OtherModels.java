package io.posthouse.relay.exchange;

import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.Tokens;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.pricing.PriceBoard;
import io.posthouse.relay.usage.OtherModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What models other than the one that was asked for used of a call's tokens, where the upstream
 * tells its passes apart (protocols.md 1.3, T11).
 *
 * @param prices where their prices are found
 * @param channel through which the call went
 * @param startedAt the instant at which its own price was pinned
 */
record OtherModels(PriceBoard prices, String channel, Instant startedAt) {

  List<OtherModel> of(MeterReading reading, @Nullable Attempt answered) {
    if (answered == null || reading.byModel().isEmpty()) {
      return List.of();
    }
    List<OtherModel> others = new ArrayList<>(1);
    reading
        .byModel()
        .forEach(
            (model, tokens) -> {
              if (!isTheCalls(model, reading, answered)) {
                others.add(other(model, tokens, answered.upstream().models()));
              }
            });
    return others;
  }

  private static boolean isTheCalls(String model, MeterReading reading, Attempt answered) {
    return Boolean.TRUE.equals(ModelNames.agree(answered.upstreamModel(), model))
        || model.equals(reading.model());
  }

  private OtherModel other(String theirs, Tokens tokens, Map<String, String> names) {
    String ours =
        names.entrySet().stream()
            .filter(name -> Boolean.TRUE.equals(ModelNames.agree(name.getValue(), theirs)))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
    Price price = ours == null ? null : prices.at(ours, channel, startedAt);
    return new OtherModel(ours, theirs, price == null ? null : price.officialVersion(), tokens);
  }
}
