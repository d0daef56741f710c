package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;

/** Makes the record out of what was reported and what was seen. */
final class Readings {

  private Readings() {}

  /**
   * Reported numbers where they are final, else the larger of the reported output and the estimate
   * of what was sent.
   *
   * @param text the generated text that went by
   */
  static MeterReading of(Usage usage, boolean isFinal, TextCount text) {
    return of(usage, isFinal, text, null);
  }

  /**
   * The same of an answer that can have more than text.
   *
   * @param sent sound and pictures that went by; null for none
   */
  static MeterReading of(Usage usage, boolean isFinal, TextCount text, @Nullable MediaTokens sent) {
    Tokens reported = usage.tokens();
    if (reported != null && isFinal) {
      return reading(usage, reported, UsageSource.REPORTED, null);
    }
    Tokens known = reported == null ? Tokens.NONE : reported;
    Unmeasured rest =
        new Unmeasured(
            text.sample(),
            text.sampleCharacters(),
            text.characters(),
            Long.MAX_VALUE,
            known,
            reported == null,
            sent);
    return reading(
        usage,
        rest.withOutput(known, rest.withMedia(Estimate.tokens(text.characters()))),
        reported == null ? UsageSource.ESTIMATED : UsageSource.PARTIAL,
        rest);
  }

  private static MeterReading reading(
      Usage usage, Tokens tokens, UsageSource source, @Nullable Unmeasured rest) {
    return new MeterReading(
        tokens, source, usage.tools(), usage.tier(), usage.model(), usage.byModel(), rest);
  }
}
