package io.posthouse.billing.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.RatesView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call cost, and how it comes about: {@code charge = sum over kinds (usage x prices) /
 * 1,000,000}, rounded once, half up, to 10 decimals.
 *
 * @param end how the call ended: complete, upstream_error, client_abort, upstream_cut, balance
 * @param source how the tokens are known: reported, partial, estimated, crash
 * @param official the model's official prices, USD per million tokens
 * @param prices what was charged per million tokens: official prices times the multiplier
 * @param adjustments what was done to the charge; {@code uncollected} is what the wallet could not
 *     pay
 * @param signature null in lists
 */
public record Receipt(
    String requestId,
    String keyId,
    String model,
    @Nullable String upstreamModel,
    String channel,
    Instant startedAt,
    Instant endedAt,
    int status,
    String end,
    String source,
    Usage usage,
    RatesView official,
    RatesView prices,
    String multiplier,
    List<Adjustment> adjustments,
    MoneyView charge,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Signature signature) {

  /** Tokens by kind; output includes reasoning, which is informational. */
  public record Usage(
      long input,
      long output,
      long cacheRead,
      long cacheWrite5m,
      long cacheWrite1h,
      long reasoning) {}

  /** Something that was done to a charge. */
  public record Adjustment(String kind, MoneyView amount) {}

  /**
   * Ed25519 over the canonical form of the receipt without this field.
   *
   * @param keyId which key of {@code /.well-known/posthouse-receipts.json}
   * @param value base64url without padding
   */
  public record Signature(String algorithm, String keyId, String value) {}

  Receipt signed(Signature by) {
    return new Receipt(
        requestId,
        keyId,
        model,
        upstreamModel,
        channel,
        startedAt,
        endedAt,
        status,
        end,
        source,
        usage,
        official,
        prices,
        multiplier,
        adjustments,
        charge,
        by);
  }
}
