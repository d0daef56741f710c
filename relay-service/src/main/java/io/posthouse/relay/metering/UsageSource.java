package io.posthouse.relay.metering;

/** How well tokens are known. */
public enum UsageSource {
  /** The upstream's final numbers. */
  REPORTED,
  /** The upstream's numbers up to an untimely end, and an estimate of the rest. */
  PARTIAL,
  /** Our own count. */
  ESTIMATED,
  /** What was known last when the relay died. */
  CRASH
}
