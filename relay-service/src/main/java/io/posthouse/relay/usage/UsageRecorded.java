package io.posthouse.relay.usage;

import io.posthouse.relay.metering.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The event {@code relay.usage-recorded.v1}; its schema says what each field means. */
record UsageRecorded(
    String requestId,
    String node,
    long epoch,
    long seq,
    String leaseId,
    String accountId,
    String keyId,
    String channel,
    String requestedModel,
    @Nullable String upstreamModel,
    PriceVersion priceVersion,
    Instant startedAt,
    @Nullable Instant firstByteAt,
    Instant endedAt,
    int status,
    End end,
    String usageSource,
    Tokens tokens,
    Map<String, Long> tools,
    @Nullable String tier,
    String reserved,
    List<OtherModel> otherModels,
    List<Adjustment> adjustments,
    List<AttemptRecord> attempts,
    String digest,
    List<Change> changes,
    @Nullable String answeredModel,
    @Nullable Boolean modelAsAsked,
    String crc32c) {

  static final String TOPIC = "relay.usage-recorded.v1";

  record PriceVersion(String official, String multiplier) {}

  static UsageRecorded of(CallRecord call, String node, long epoch, long seq) {
    Tokens tokens = call.reading().tokens();
    String requestId = call.caller().requestId();
    return new UsageRecorded(
        requestId,
        node,
        epoch,
        seq,
        call.admission().reservation().leaseId(),
        call.caller().accountId(),
        call.caller().keyId(),
        call.channel(),
        call.requestedModel(),
        call.upstreamModel(),
        new PriceVersion(
            call.admission().price().officialVersion(),
            call.admission().price().multiplierVersion()),
        call.admission().startedAt(),
        call.firstByteAt(),
        call.endedAt(),
        call.status(),
        call.end(),
        call.reading().source().name().toLowerCase(Locale.ROOT),
        tokens,
        call.reading().tools(),
        call.reading().tier(),
        call.admission().reservation().amount().toPlainString(),
        call.otherModels(),
        call.adjustments(),
        call.attempts(),
        call.proof().digest(),
        call.proof().changes(),
        call.proof().answeredModel(),
        call.proof().modelAsAsked(),
        checksum(requestId, call.proof().digest(), tokens));
  }

  /**
   * Ties the tokens to their topic and call: a batch that ends up in another topic is noticed
   * (KAFKA-19012).
   */
  static String checksum(String requestId, String digest, Tokens t) {
    String text =
        TOPIC
            + "|"
            + requestId
            + "|"
            + digest
            + "|"
            + t.input()
            + ","
            + t.cacheRead()
            + ","
            + t.cacheWrite5m()
            + ","
            + t.cacheWrite1h()
            + ","
            + t.output()
            + ","
            + t.reasoning();
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
