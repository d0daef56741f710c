package io.posthouse.relay.metering;

/** Makes the record out of what was reported and what was seen. */
final class Readings {

  private Readings() {}

  /**
   * Reported numbers where they are final, else the larger of the reported output and the estimate
   * of what was sent.
   *
   * @param characters of generated text that went by
   */
  static MeterReading of(Usage usage, boolean isFinal, long characters, long estimatedInput) {
    Tokens reported = usage.tokens();
    long estimate = Estimate.tokens(characters);
    if (reported == null) {
      return new MeterReading(
          Tokens.NONE.withInput(estimatedInput).withOutput(estimate),
          UsageSource.ESTIMATED,
          usage.tools(),
          usage.tier(),
          usage.model());
    }
    if (isFinal) {
      return new MeterReading(
          reported, UsageSource.REPORTED, usage.tools(), usage.tier(), usage.model());
    }
    return new MeterReading(
        reported.withOutput(Math.max(reported.output(), estimate)),
        UsageSource.PARTIAL,
        usage.tools(),
        usage.tier(),
        usage.model());
  }
}
