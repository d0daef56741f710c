package io.posthouse.billing.usage;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.PinnedPrice;
import io.posthouse.billing.rows.RowArrays;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes usage rows and quarantined records, in batches. */
@Component
class UsageStore {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String INSERT =
      """
      insert into usage (request_id, called_at, account_id, key_id, node, epoch, seq, lease_id, channel, requested_model,
        upstream_model, official_version, multiplier_version, started_at, first_byte_at, ended_at, status, end_reason,
        usage_source, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens,
        reasoning_tokens, tools, tier, reserved, charge, cap_violation, adjustments, attempts, digest, changes,
        answered_model, model_as_asked, other_models, recorded_at, input_audio_tokens, cache_read_audio_tokens,
        output_audio_tokens, input_image_tokens, cache_read_image_tokens, output_image_tokens)
      select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict do nothing returning request_id
      """;

  private static final String[] TYPES = {
    "uuid",
    "timestamptz",
    "uuid",
    "uuid",
    "text",
    "bigint",
    "bigint",
    "uuid",
    "text",
    "text",
    "text",
    "uuid",
    "uuid",
    "timestamptz",
    "timestamptz",
    "timestamptz",
    "integer",
    "text",
    "text",
    "bigint",
    "bigint",
    "bigint",
    "bigint",
    "bigint",
    "bigint",
    "text",
    "text",
    "numeric",
    "numeric",
    "boolean",
    "text",
    "text",
    "text",
    "text",
    "text",
    "boolean",
    "text",
    "timestamptz",
    "bigint",
    "bigint",
    "bigint",
    "bigint",
    "bigint",
    "bigint"
  };

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final Set<LocalDate> months = ConcurrentHashMap.newKeySet();

  UsageStore(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** An event with its price and its charge. */
  record Rated(RawUsage raw, UsageRecorded usage, PinnedPrice.Accepted price, Money charge) {}

  /** A record and what is wrong with it. */
  record Refused(RawUsage raw, String why) {}

  /**
   * Makes the partition of an instant's month. Outside the batch's transaction: it takes a lock on
   * the table.
   */
  void ensureMonth(Instant at) {
    LocalDate month = LocalDate.ofInstant(at, ZoneOffset.UTC).withDayOfMonth(1);
    if (months.contains(month)) {
      return;
    }
    jdbc.sql("select ensure_usage_month(:month)").param("month", month).query().singleRow();
    months.add(month);
  }

  /** The accounts, of these, that have a wallet. */
  Set<UUID> withWallet(Collection<UUID> accountIds) {
    return accountIds.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql("select account_id from wallet where account_id in (:ids)")
                .param("ids", accountIds)
                .query(UUID.class)
                .list());
  }

  /**
   * Inserts rows, in the order given; the same order everywhere keeps two batches from waiting for
   * each other in a circle.
   *
   * @return those that were not there before
   */
  List<Rated> insert(List<Rated> rated, Instant now) {
    RowArrays rows = RowArrays.of(TYPES);
    for (Rated each : rated) {
      rows.add(row(each, now));
    }
    Set<UUID> inserted =
        new HashSet<>(
            batches.query(INSERT, rows, (row, n) -> row.getObject("request_id", UUID.class)));
    // A request that stands twice in the batch is new once.
    return rated.stream().filter(each -> inserted.remove(each.usage().requestId())).toList();
  }

  private static @Nullable Object[] row(Rated rated, Instant now) {
    UsageRecorded usage = rated.usage();
    UsageRecorded.Tokens tokens = usage.tokens();
    MediaTokens media = MediaTokens.orNone(tokens.media());
    Money reserved = Money.usd(usage.reserved());
    return new @Nullable Object[] {
      usage.requestId(),
      usage.calledAt(),
      usage.accountId(),
      usage.keyId(),
      usage.node(),
      usage.epoch(),
      usage.seq(),
      usage.leaseId(),
      usage.channel(),
      usage.requestedModel(),
      usage.upstreamModel(),
      rated.price().official().getId(),
      rated.price().multiplier().getId(),
      usage.startedAt(),
      usage.firstByteAt(),
      usage.endedAt(),
      usage.status(),
      usage.end(),
      usage.usageSource(),
      tokens.input() - media.input(),
      tokens.cacheRead() - media.cacheRead(),
      tokens.cacheWrite5m(),
      tokens.cacheWrite1h(),
      tokens.output() - media.output(),
      tokens.reasoning(),
      JSON.writeValueAsString(usage.consumption().tools()),
      usage.tier(),
      reserved.amount(),
      rated.charge().amount(),
      rated.charge().compareTo(reserved) > 0,
      json(usage.adjustments(), "[]"),
      json(usage.attempts(), "[]"),
      usage.digest(),
      changes(usage.changes()),
      usage.answeredModel(),
      usage.modelAsAsked(),
      usage.others().isEmpty() ? null : JSON.writeValueAsString(usage.others()),
      now,
      media.inputAudio(),
      media.cacheReadAudio(),
      media.outputAudio(),
      media.inputImage(),
      media.cacheReadImage(),
      media.outputImage()
    };
  }

  private static @Nullable String changes(@Nullable List<String> changes) {
    return changes == null ? null : JSON.writeValueAsString(changes);
  }

  private static String json(@Nullable JsonNode node, String otherwise) {
    return node == null || node.isNull() ? otherwise : node.toString();
  }

  /** Sets records aside. One that was set aside before stays as it was. */
  void quarantine(List<Refused> refused, Instant now) {
    List<Object[]> rows = new ArrayList<>(refused.size());
    for (Refused each : refused) {
      RawUsage raw = each.raw();
      rows.add(
          new @Nullable Object[] {
            UuidCreator.getTimeOrderedEpoch(),
            raw.topic(),
            raw.partition(),
            raw.offset(),
            raw.key(),
            raw.requestId(),
            raw.node(),
            raw.epoch(),
            raw.seq(),
            raw.traceparent(),
            each.why(),
            raw.payload(),
            Timestamp.from(now)
          });
    }
    batches.batchUpdate(
        """
        insert into usage_quarantine (id, topic, partition_no, record_offset, record_key, request_id, node, epoch, seq,
          traceparent, reason, payload, quarantined_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict do nothing
        """,
        rows,
        new int[] {
          Types.OTHER, Types.VARCHAR, Types.INTEGER, Types.BIGINT, Types.VARCHAR, Types.VARCHAR,
          Types.VARCHAR, Types.BIGINT, Types.BIGINT, Types.VARCHAR, Types.VARCHAR, Types.BINARY,
          Types.TIMESTAMP
        });
  }
}
