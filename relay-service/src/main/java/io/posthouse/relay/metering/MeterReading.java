package io.posthouse.relay.metering;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical record of what an attempt used (protocols.md 1.8).
 *
 * @param tools hosted tool calls by the provider's name
 * @param tier the service tier that the answer reports
 * @param model the model that the answer names; null when it names none
 */
public record MeterReading(
    Tokens tokens,
    UsageSource source,
    Map<String, Long> tools,
    @Nullable String tier,
    @Nullable String model) {

  public MeterReading {
    tools = Map.copyOf(tools);
  }

  /** Nothing was used. */
  public static final MeterReading NOTHING =
      new MeterReading(Tokens.NONE, UsageSource.REPORTED, Map.of(), null, null);

  /** The same with other tokens. */
  public MeterReading with(Tokens others) {
    return new MeterReading(others, source, tools, tier, model);
  }
}
