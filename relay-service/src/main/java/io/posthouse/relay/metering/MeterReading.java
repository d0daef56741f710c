package io.posthouse.relay.metering;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical record of what an attempt used (protocols.md 1.8).
 *
 * @param tools hosted tool calls by the provider's name
 * @param tier the service tier that the answer reports
 * @param model the model that the answer names; null when it names none
 * @param byModel the part of the tokens that passes of named models used, by their names in the
 *     answer; empty where the upstream does not tell passes apart
 * @param unmeasured what is still to be counted; null when everything was reported
 */
public record MeterReading(
    Tokens tokens,
    UsageSource source,
    Map<String, Long> tools,
    @Nullable String tier,
    @Nullable String model,
    Map<String, Tokens> byModel,
    @Nullable Unmeasured unmeasured) {

  public MeterReading {
    tools = Map.copyOf(tools);
    byModel = Map.copyOf(byModel);
  }

  /** Nothing was used. */
  public static final MeterReading NOTHING =
      new MeterReading(Tokens.NONE, UsageSource.REPORTED, Map.of(), null, null, Map.of(), null);

  /**
   * The same of a call that could give so much output and no more: a provider bills no more than
   * that, so neither does a count of ours. What was reported stays.
   */
  public MeterReading within(long mostOutput) {
    Unmeasured rest = unmeasured();
    if (rest == null) {
      return this;
    }
    Unmeasured bounded = rest.of(mostOutput);
    Tokens most = bounded.withOutput(tokens, tokens.output());
    return new MeterReading(most, source, tools, tier, model, byModel, bounded);
  }

  /**
   * The same, as the last that is known of a call whose relay died: guessed where nothing was
   * reported, since nobody can count it then.
   *
   * @param requestBytes the size of the request
   * @param mostInput what its model takes at most
   */
  public MeterReading ofCrash(long requestBytes, long mostInput) {
    Unmeasured rest = unmeasured();
    Tokens known =
        rest != null && rest.input()
            ? tokens.withInput(Math.min(mostInput, Estimate.tokens(requestBytes)))
            : tokens;
    return new MeterReading(known, UsageSource.CRASH, tools, tier, model, byModel, null);
  }

  /** The same with other tokens. */
  public MeterReading with(Tokens others) {
    return new MeterReading(others, source, tools, tier, model, byModel, unmeasured);
  }

  /**
   * The same with what was not reported counted: takes up to some milliseconds.
   *
   * @param inputTokens what the request is estimated at
   */
  MeterReading counted(long inputTokens) {
    Unmeasured rest = unmeasured();
    return rest == null
        ? this
        : new MeterReading(rest.counted(inputTokens), source, tools, tier, model, byModel, null);
  }
}
