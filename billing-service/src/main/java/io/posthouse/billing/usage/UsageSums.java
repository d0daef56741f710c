package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sums of an account's calls, and of what was given back of them: a correction belongs to its
 * call's day. Whole UTC days are read from their own table; only what a period has of a day beside
 * them is read from the calls. Thread-safe.
 */
@Service
public class UsageSums {

  /** An empty stretch of calls, or of days, costs nothing. */
  static final String SUMS =
      """
      with parts as (
        select (u.started_at at time zone 'UTC')::date as day, u.requested_model as model, u.key_id, 1 as calls, u.input_tokens,
          u.output_tokens, u.cache_read_tokens, u.cache_write_5m_tokens, u.cache_write_1h_tokens, u.reasoning_tokens, u.charge,
          0 as corrected, u.input_audio_tokens, u.cache_read_audio_tokens, u.output_audio_tokens, u.input_image_tokens,
          u.cache_read_image_tokens, u.output_image_tokens
        from usage u
        where u.account_id = :account
          and (u.started_at >= :from and u.started_at < :days or u.started_at >= :rest and u.started_at < :to)
        union all
        select d.day, d.model, d.key_id, d.calls, d.input_tokens, d.output_tokens, d.cache_read_tokens,
          d.cache_write_5m_tokens, d.cache_write_1h_tokens, d.reasoning_tokens, d.charge, 0, d.input_audio_tokens,
          d.cache_read_audio_tokens, d.output_audio_tokens, d.input_image_tokens, d.cache_read_image_tokens, d.output_image_tokens
        from usage_day d where d.account_id = :account and d.day >= :firstDay and d.day < :endDay
        union all
        select (c.started_at at time zone 'UTC')::date, c.model, c.key_id, 0, 0, 0, 0, 0, 0, 0, 0, c.amount, 0, 0, 0, 0, 0, 0
        from charge_correction c
        where c.account_id = :account and c.started_at >= :from and c.started_at < :to
      )
      select %s as grouped, sum(calls) as calls, sum(input_tokens) as input, sum(output_tokens) as output,
        sum(cache_read_tokens) as cache_read, sum(cache_write_5m_tokens) as cache_write_5m,
        sum(cache_write_1h_tokens) as cache_write_1h, sum(reasoning_tokens) as reasoning, sum(charge) as charge,
        sum(corrected) as corrected, sum(input_audio_tokens) as input_audio, sum(cache_read_audio_tokens) as cache_read_audio,
        sum(output_audio_tokens) as output_audio, sum(input_image_tokens) as input_image,
        sum(cache_read_image_tokens) as cache_read_image, sum(output_image_tokens) as output_image
      from parts group by 1 order by 1
      """;

  private final JdbcClient jdbc;

  UsageSums(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An account's sums by group, ascending; groups without a call are left out. */
  @Transactional(readOnly = true)
  public List<UsageSum> of(UUID accountId, UsagePeriod period, UsageGroup by) {
    Instant days = atOrAfter(period.from());
    Instant rest = period.to().truncatedTo(ChronoUnit.DAYS);
    boolean wholeDays = days.isBefore(rest);
    // Without a whole day in it the period is one stretch of calls.
    Instant endOfFirst = wholeDays ? days : period.to();
    Instant startOfLast = wholeDays ? rest : period.to();
    return jdbc.sql(SUMS.formatted(by.expression()))
        .param("account", accountId)
        .param("from", Timestamp.from(period.from()))
        .param("days", Timestamp.from(endOfFirst))
        .param("rest", Timestamp.from(startOfLast))
        .param("to", Timestamp.from(period.to()))
        .param("firstDay", LocalDate.ofInstant(days, ZoneOffset.UTC))
        .param("endDay", LocalDate.ofInstant(wholeDays ? rest : days, ZoneOffset.UTC))
        .query(UsageSums::read)
        .list();
  }

  private static Instant atOrAfter(Instant instant) {
    Instant day = instant.truncatedTo(ChronoUnit.DAYS);
    return day.equals(instant) ? day : day.plus(1, ChronoUnit.DAYS);
  }

  private static UsageSum read(ResultSet row, int n) throws SQLException {
    return new UsageSum(
        row.getString("grouped"),
        row.getLong("calls"),
        new Receipt.Usage(
            row.getLong("input"),
            row.getLong("output"),
            row.getLong("cache_read"),
            row.getLong("cache_write_5m"),
            row.getLong("cache_write_1h"),
            row.getLong("reasoning"),
            row.getLong("input_audio"),
            row.getLong("cache_read_audio"),
            row.getLong("output_audio"),
            row.getLong("input_image"),
            row.getLong("cache_read_image"),
            row.getLong("output_image")),
        Money.usd(row.getBigDecimal("charge")),
        Money.usd(row.getBigDecimal("corrected")));
  }
}
