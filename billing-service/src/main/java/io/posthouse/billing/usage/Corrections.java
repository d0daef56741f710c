package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was given back of calls' charges, beside the calls, which stay as they were recorded:
 * receipts and sums show both. Thread-safe.
 */
@Service
public class Corrections {

  private final JdbcClient jdbc;
  private final Clock clock;

  Corrections(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A recorded call, of whatever account. */
  @Transactional(readOnly = true)
  public Optional<ChargedCall> find(UUID requestId) {
    return jdbc.sql(
            """
            select account_id, key_id, requested_model, started_at from usage
            where called_at = :at and request_id = :request
            """)
        .param("at", Timestamp.from(RequestIds.time(requestId)))
        .param("request", requestId)
        .query(
            (row, n) ->
                new ChargedCall(
                    requestId,
                    row.getObject("account_id", UUID.class),
                    row.getObject("key_id", UUID.class),
                    row.getString("requested_model"),
                    row.getTimestamp("started_at").toInstant()))
        .optional();
  }

  /**
   * Keeps a correction, in the transaction that posts it.
   *
   * @param reason for the customer to read
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(UUID id, ChargedCall call, Money amount, String reason) {
    jdbc.sql(
            """
            insert into charge_correction (id, request_id, account_id, key_id, model, started_at, amount, reason, corrected_at)
            values (:id, :request, :account, :key, :model, :started, :amount, :reason, :now)
            """)
        .param("id", id)
        .param("request", call.requestId())
        .param("account", call.accountId())
        .param("key", call.keyId())
        .param("model", call.model())
        .param("started", Timestamp.from(call.startedAt()))
        .param("amount", amount.amount())
        .param("reason", reason)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }
}
