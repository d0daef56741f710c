package io.posthouse.billing.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.Consumption;
import io.posthouse.billing.pricing.PricePin;
import io.posthouse.billing.pricing.TokenCounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Our copy of {@code relay.usage-recorded.v1}: one admitted call, ended. Whatever could not be true
 * is refused on reading (I19).
 *
 * @param startedAt business time
 * @param tools hosted tool calls by name; null is none
 * @param tier the service tier that the answer names; null when it names none
 * @param otherModels what others than the requested model used; null is none
 * @param changes what the relay changed in the answer; null from a relay that does not tell
 * @param answeredModel the upstream's own word, cut at 500 characters
 * @param reserved USD: the worst cost that was leased
 */
record UsageRecorded(
    UUID requestId,
    String node,
    long epoch,
    long seq,
    @Nullable UUID leaseId,
    UUID accountId,
    UUID keyId,
    String channel,
    String requestedModel,
    @Nullable String upstreamModel,
    PriceVersion priceVersion,
    Instant startedAt,
    @Nullable Instant firstByteAt,
    Instant endedAt,
    int status,
    String end,
    String usageSource,
    Tokens tokens,
    @Nullable Map<String, Long> tools,
    @Nullable String tier,
    String reserved,
    @Nullable List<OtherModel> otherModels,
    @Nullable JsonNode adjustments,
    @Nullable JsonNode attempts,
    String digest,
    @Nullable List<String> changes,
    @Nullable String answeredModel,
    @Nullable Boolean modelAsAsked,
    String crc32c) {

  private static final int LONGEST = 500;

  /** The versions that the call was admitted at. */
  record PriceVersion(UUID official, UUID multiplier) {}

  /**
   * Tokens by kind; output includes reasoning.
   *
   * @param media the parts of input, cacheRead and output that are sound or pictures; null for
   *     none, and from a relay that does not tell
   */
  record Tokens(
      long input,
      long cacheRead,
      long cacheWrite5m,
      long cacheWrite1h,
      long output,
      long reasoning,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MediaTokens media) {

    /**
     * By the kinds that have a price.
     *
     * @throws IllegalArgumentException if one is out of range, sound and pictures more than what
     *     they are a part of
     */
    TokenCounts counts() {
      MediaTokens parts = media();
      return parts == null
          ? new TokenCounts(input, output, cacheRead, cacheWrite5m, cacheWrite1h)
          : new TokenCounts(
              input - parts.input(),
              output - parts.output(),
              cacheRead - parts.cacheRead(),
              cacheWrite5m,
              cacheWrite1h,
              parts.counts());
    }

    Tokens minus(Tokens part) {
      return new Tokens(
          input - part.input,
          cacheRead - part.cacheRead,
          cacheWrite5m - part.cacheWrite5m,
          cacheWrite1h - part.cacheWrite1h,
          output - part.output,
          reasoning - part.reasoning,
          MediaTokens.difference(media, part.media));
    }

    Tokens plus(Tokens more) {
      return new Tokens(
          input + more.input,
          cacheRead + more.cacheRead,
          cacheWrite5m + more.cacheWrite5m,
          cacheWrite1h + more.cacheWrite1h,
          output + more.output,
          reasoning + more.reasoning,
          MediaTokens.sum(media, more.media));
    }
  }

  /**
   * @throws IllegalArgumentException if a field is missing or out of range
   */
  UsageRecorded {
    present("requestId", requestId);
    present("accountId", accountId);
    present("keyId", keyId);
    present("priceVersion", priceVersion);
    present("priceVersion.official", priceVersion.official());
    present("priceVersion.multiplier", priceVersion.multiplier());
    present("startedAt", startedAt);
    present("endedAt", endedAt);
    present("tokens", tokens);
    text("node", node);
    text("channel", channel);
    text("requestedModel", requestedModel);
    text("end", end);
    text("usageSource", usageSource);
    text("reserved", reserved);
    text("digest", digest);
    text("crc32c", crc32c);
    answeredModel = answeredModel == null ? null : shortened(answeredModel);
    changes = changes == null ? null : List.copyOf(changes);
    if (requestId.version() != 7) {
      throw new IllegalArgumentException("requestId: not a UUIDv7");
    }
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("status: " + status + " (expected: 100 to 599)");
    }
    if (Money.usd(reserved).isNegative()) {
      throw new IllegalArgumentException("reserved: " + reserved + " (expected: >= 0)");
    }
    if (tokens.reasoning() < 0 || tokens.reasoning() > TokenCounts.HIGHEST) {
      throw new IllegalArgumentException("tokens.reasoning: " + tokens.reasoning());
    }
    otherModels = otherModels == null ? null : List.copyOf(otherModels);
    consumption(own(tokens, otherModels), tools, tier);
  }

  private static void present(String field, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + ": missing");
    }
  }

  /** What the requested model used, and what has no price of its own. */
  Consumption consumption() {
    return consumption(own(tokens, otherModels), tools, tier);
  }

  /** What a model with a price of its own used. */
  Consumption consumption(OtherModel.Priced other) {
    return consumption(other.tokens(), Map.of(), tier);
  }

  /** The parts that have a price of their own. */
  List<OtherModel.Priced> others() {
    return others(otherModels);
  }

  private static List<OtherModel.Priced> others(@Nullable List<OtherModel> models) {
    return models == null
        ? List.of()
        : models.stream().map(OtherModel::priced).filter(Objects::nonNull).toList();
  }

  private static Tokens own(Tokens all, @Nullable List<OtherModel> models) {
    Tokens own = all;
    for (OtherModel.Priced other : others(models)) {
      other.tokens().counts();
      own = own.minus(other.tokens());
    }
    return own;
  }

  private static Consumption consumption(
      Tokens tokens, @Nullable Map<String, Long> tools, @Nullable String tier) {
    return new Consumption(tokens.counts(), tier, tools == null ? Map.of() : tools);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  private static void text(String field, @Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          field + ": missing or longer than " + LONGEST + " characters");
    }
  }

  PricePin pin() {
    return new PricePin(
        requestedModel, channel, priceVersion.official(), priceVersion.multiplier(), startedAt);
  }

  /** When the request id says that the call came in, to the millisecond. Real time. */
  Instant calledAt() {
    return RequestIds.time(requestId);
  }

  /**
   * Whether the checksum is that of these fields, on this topic: records do get into other topics
   * (money.md 3.5).
   */
  boolean checksumFits(String topic) {
    CRC32C crc = new CRC32C();
    crc.update(checked(topic).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue()).equals(crc32c);
  }

  private String checked(String topic) {
    return topic
        + "|"
        + requestId
        + "|"
        + digest
        + "|"
        + tokens.input()
        + ","
        + tokens.cacheRead()
        + ","
        + tokens.cacheWrite5m()
        + ","
        + tokens.cacheWrite1h()
        + ","
        + tokens.output()
        + ","
        + tokens.reasoning();
  }
}
