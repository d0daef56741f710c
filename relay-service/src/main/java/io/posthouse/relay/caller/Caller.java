package io.posthouse.relay.caller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The caller header's content.
 *
 * @param requestId made by the gateway; the charge's key
 * @param channels the key's channels in order; empty when it has no list
 * @param models the key's models; empty when it may use all
 * @param path the raw path, without the query
 * @param exp seconds since 1970, real time
 */
public record Caller(
    int v,
    String requestId,
    String keyId,
    String accountId,
    List<String> channels,
    List<String> models,
    @Nullable SpendLimit spendLimit,
    String method,
    String path,
    long exp) {

  public Caller {
    channels = List.copyOf(channels);
    models = List.copyOf(models);
  }

  /** What the key may spend: {@code day}, {@code month} or {@code total}. */
  public record SpendLimit(Amount amount, String period) {}

  /** Money as the API writes it. */
  public record Amount(String amount, String currency) {}
}
