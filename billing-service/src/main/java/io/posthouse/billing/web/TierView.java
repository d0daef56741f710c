package io.posthouse.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Rates of a service tier, or of long inputs, in JSON. What does not count is left out.
 *
 * @param above tokens of input; the rates are for calls with more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TierView(@Nullable String serviceTier, @Nullable Long above, RatesView rates) {

  /** A tier as the API and the events write it. */
  public static TierView of(String serviceTier, long above, RatesView rates) {
    return new TierView(
        serviceTier.isEmpty() ? null : serviceTier, above == 0 ? null : above, rates);
  }
}
