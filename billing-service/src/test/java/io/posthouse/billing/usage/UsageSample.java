package io.posthouse.billing.usage;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Usage events as relay-service sends them: its own sample, with other values and a fitting
 * checksum.
 */
public final class UsageSample {

  static final String TOPIC = "relay.usage-recorded.v1";

  private final ObjectNode json =
      (ObjectNode) Http.JSON.readTree(Contracts.sample("relay-service", "usage-recorded.v1"));
  private final UUID requestId = UuidCreator.getTimeOrderedEpoch();

  /** A call of 1,500 ms with the sample's tokens, of a node of its own, on no lease. */
  public UsageSample(
      UUID account, UUID key, String model, String channel, UUID official, UUID multiplier) {
    json.put("requestId", requestId.toString());
    json.put("accountId", account.toString());
    json.put("keyId", key.toString());
    json.put("requestedModel", model);
    json.put("channel", channel);
    json.putObject("priceVersion")
        .put("official", official.toString())
        .put("multiplier", multiplier.toString());
    json.put("node", "relay-" + UUID.randomUUID());
    json.putNull("leaseId");
    json.putArray("otherModels");
    startedAt(Instant.parse("2026-11-22T12:00:00Z"));
  }

  /** The call's id. */
  public UUID requestId() {
    return requestId;
  }

  /** When it began; it lasts 1,500 ms. */
  public UsageSample startedAt(Instant at) {
    json.put("startedAt", at.toString());
    json.put("endedAt", at.plusMillis(1500).toString());
    return this;
  }

  /** The lease that it spends from. */
  public UsageSample lease(UUID lease) {
    json.put("leaseId", lease.toString());
    return this;
  }

  /** Who counted it, as which record. */
  public UsageSample node(String node, long epoch, long seq) {
    json.put("node", node).put("epoch", epoch).put("seq", seq);
    return this;
  }

  /** Plain input and output, nothing else. */
  public UsageSample tokens(long input, long output) {
    json.putObject("tokens")
        .put("input", input)
        .put("cacheRead", 0)
        .put("cacheWrite5m", 0)
        .put("cacheWrite1h", 0)
        .put("output", output)
        .put("reasoning", 0);
    return this;
  }

  /** Which of them are sound or pictures, in the order of the contract. */
  UsageSample media(
      long inputAudio,
      long inputImage,
      long cacheReadAudio,
      long cacheReadImage,
      long outputAudio,
      long outputImage) {
    json.withObject("/tokens")
        .putObject("media")
        .put("inputAudio", inputAudio)
        .put("inputImage", inputImage)
        .put("cacheReadAudio", cacheReadAudio)
        .put("cacheReadImage", cacheReadImage)
        .put("outputAudio", outputAudio)
        .put("outputImage", outputImage);
    return this;
  }

  UsageSample served(String tier, String tool, int uses) {
    json.put("tier", tier);
    json.putObject("tools").put(tool, uses);
    return this;
  }

  UsageSample other(@Nullable String model, @Nullable UUID price, long input, long output) {
    ObjectNode other = json.withArray("otherModels").addObject();
    other.put("model", model).put("upstreamModel", "u");
    other.put("price", price == null ? null : price.toString());
    other
        .putObject("tokens")
        .put("input", input)
        .put("cacheRead", 0)
        .put("cacheWrite5m", 0)
        .put("cacheWrite1h", 0)
        .put("output", output)
        .put("reasoning", 0);
    return this;
  }

  /** The event; fits the producer's schema. */
  public String payload() {
    CRC32C crc = new CRC32C();
    StringBuilder tokens = new StringBuilder();
    for (String kind :
        new String[] {
          "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning"
        }) {
      tokens.append(tokens.isEmpty() ? "" : ",").append(json.at("/tokens/" + kind).asLong());
    }
    String text = TOPIC + "|" + requestId + "|" + json.get("digest").stringValue() + "|" + tokens;
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    json.put("crc32c", HexFormat.of().toHexDigits((int) crc.getValue()));
    return json.toString();
  }

  RawUsage raw(long offset) {
    return raw(payload(), offset);
  }

  RawUsage raw(String payload, long offset) {
    return new RawUsage(
        TOPIC,
        0,
        offset,
        json.get("accountId").stringValue(),
        requestId.toString(),
        json.get("node").stringValue(),
        json.get("epoch").asLong(),
        json.get("seq").asLong(),
        null,
        payload.getBytes(StandardCharsets.UTF_8));
  }
}
