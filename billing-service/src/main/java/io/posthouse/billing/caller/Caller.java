package io.posthouse.billing.caller;

import io.posthouse.billing.web.MoneyView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key's caller, as the gateway signed it. A controller method takes one as a parameter; a
 * request without a valid header is a 401 before that.
 */
public record Caller(UUID keyId, UUID accountId, @Nullable Limit spendLimit) {

  /** The key's spend limit. */
  public record Limit(MoneyView amount, String period) {}
}
