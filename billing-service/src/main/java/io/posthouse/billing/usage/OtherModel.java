package io.posthouse.billing.usage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a model other than the requested one used of a call: an advisor, a fallback.
 *
 * @param model our name; null when the relay knows none, and then it costs what the requested one
 *     does
 * @param price the version of its official price; null like the name
 * @param tokens contained in the call's
 */
record OtherModel(@Nullable String model, @Nullable UUID price, UsageRecorded.Tokens tokens) {

  /** A part that has a price of its own. */
  record Priced(String model, UUID price, UsageRecorded.Tokens tokens) {}

  /** With its price; null when it costs what the requested model does. */
  @Nullable Priced priced() {
    String named = model();
    UUID version = price();
    return named == null || version == null ? null : new Priced(named, version, tokens);
  }
}
