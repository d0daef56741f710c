package io.posthouse.billing.usage;

import io.posthouse.billing.rows.RowArrays;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps what each key used of each model per UTC day, beside the calls themselves, so that sums
 * over months stay cheap. A call belongs to the day that it began on.
 */
@Component
class UsageDays {

  private static final String ADD =
      """
      insert into usage_day as d (account_id, day, model, key_id, calls, input_tokens, output_tokens, cache_read_tokens,
        cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, charge, input_audio_tokens, cache_read_audio_tokens,
        output_audio_tokens, input_image_tokens, cache_read_image_tokens, output_image_tokens)
      select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (account_id, day, model, key_id) do update set calls = d.calls + excluded.calls,
        input_tokens = d.input_tokens + excluded.input_tokens, output_tokens = d.output_tokens + excluded.output_tokens,
        cache_read_tokens = d.cache_read_tokens + excluded.cache_read_tokens,
        cache_write_5m_tokens = d.cache_write_5m_tokens + excluded.cache_write_5m_tokens,
        cache_write_1h_tokens = d.cache_write_1h_tokens + excluded.cache_write_1h_tokens,
        reasoning_tokens = d.reasoning_tokens + excluded.reasoning_tokens, charge = d.charge + excluded.charge,
        input_audio_tokens = d.input_audio_tokens + excluded.input_audio_tokens,
        cache_read_audio_tokens = d.cache_read_audio_tokens + excluded.cache_read_audio_tokens,
        output_audio_tokens = d.output_audio_tokens + excluded.output_audio_tokens,
        input_image_tokens = d.input_image_tokens + excluded.input_image_tokens,
        cache_read_image_tokens = d.cache_read_image_tokens + excluded.cache_read_image_tokens,
        output_image_tokens = d.output_image_tokens + excluded.output_image_tokens
      """;

  private static final String[] TYPES = {
    "uuid", "date", "text", "uuid", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint",
    "bigint", "numeric", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint"
  };

  private final JdbcTemplate jdbc;

  UsageDays(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Key(UUID accountId, LocalDate day, String model, UUID keyId)
      implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::accountId)
            .thenComparing(Key::day)
            .thenComparing(Key::model)
            .thenComparing(Key::keyId);

    static Key of(UsageRecorded usage) {
      return new Key(
          usage.accountId(),
          LocalDate.ofInstant(usage.startedAt(), ZoneOffset.UTC),
          usage.requestedModel(),
          usage.keyId());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Day(long calls, UsageRecorded.Tokens tokens, BigDecimal charge) {

    static Day of(UsageStore.Rated rated) {
      return new Day(1, rated.usage().tokens(), rated.charge().amount());
    }

    Day plus(Day other) {
      return new Day(calls + other.calls, tokens.plus(other.tokens), charge.add(other.charge));
    }
  }

  /**
   * Adds calls that were not counted yet. The caller holds the locks of their wallets, so that no
   * two batches wait for each other's days.
   */
  void add(List<UsageStore.Rated> fresh) {
    Map<Key, Day> days = new TreeMap<>();
    for (UsageStore.Rated rated : fresh) {
      days.merge(Key.of(rated.usage()), Day.of(rated), Day::plus);
    }
    RowArrays rows = RowArrays.of(TYPES);
    days.forEach((key, day) -> rows.add(row(key, day)));
    jdbc.update(ADD, rows);
  }

  private static Object[] row(Key key, Day day) {
    UsageRecorded.Tokens tokens = day.tokens();
    MediaTokens media = MediaTokens.orNone(tokens.media());
    return new Object[] {
      key.accountId(),
      key.day(),
      key.model(),
      key.keyId(),
      day.calls(),
      tokens.input() - media.input(),
      tokens.output() - media.output(),
      tokens.cacheRead() - media.cacheRead(),
      tokens.cacheWrite5m(),
      tokens.cacheWrite1h(),
      tokens.reasoning(),
      day.charge(),
      media.inputAudio(),
      media.cacheReadAudio(),
      media.outputAudio(),
      media.inputImage(),
      media.cacheReadImage(),
      media.outputImage()
    };
  }
}
