package io.posthouse.billing.reconciliation;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Matches a supplier's bill with the attempts that relay nodes recorded, by the upstream's request
 * id. Thread-safe.
 */
@Component
class SupplierBills {

  private static final int SHOWN = 1_000;

  private final JdbcClient jdbc;

  SupplierBills(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What does not agree.
   *
   * @param kind {@code not-here} (billed, and no attempt of ours), {@code not-billed} (an attempt
   *     of ours that reported tokens), {@code other-tokens}
   */
  record Difference(
      String kind,
      String upstreamRequestId,
      long billedInput,
      long recordedInput,
      long billedOutput,
      long recordedOutput) {}

  /**
   * The answer.
   *
   * @param differences 1,000 at most
   */
  record Report(
      String upstream,
      int billed,
      int recorded,
      int matched,
      int different,
      List<Difference> differences) {}

  private record Attempt(String id, long input, long output) {}

  /** Compares a bill with the attempts at an upstream in a stretch of time. */
  @Transactional(readOnly = true)
  Report match(String upstream, Instant from, Instant to, SupplierBill bill) {
    Map<String, Attempt> recorded = new HashMap<>();
    for (Attempt attempt : attempts(upstream, from, to)) {
      recorded.put(attempt.id(), attempt);
    }
    int attempts = recorded.size();
    int matched = 0;
    List<Difference> differences = new ArrayList<>();
    for (SupplierBill.Line line : bill.lines()) {
      Attempt attempt = recorded.remove(line.requestId());
      if (attempt == null) {
        differences.add(
            new Difference("not-here", line.requestId(), line.input(), -1, line.output(), -1));
      } else if (differs(line.input(), attempt.input())
          || differs(line.output(), attempt.output())) {
        differences.add(
            new Difference(
                "other-tokens",
                line.requestId(),
                line.input(),
                attempt.input(),
                line.output(),
                attempt.output()));
      } else {
        matched++;
      }
    }
    for (Attempt left : recorded.values()) {
      if (left.input() + left.output() > 0) {
        differences.add(
            new Difference("not-billed", left.id(), -1, left.input(), -1, left.output()));
      } else {
        attempts--;
      }
    }
    return new Report(
        upstream,
        bill.lines().size(),
        attempts,
        matched,
        differences.size(),
        List.copyOf(differences.subList(0, Math.min(SHOWN, differences.size()))));
  }

  private static boolean differs(long billed, long recorded) {
    return billed >= 0 && billed != recorded;
  }

  private List<Attempt> attempts(String upstream, Instant from, Instant to) {
    return jdbc.sql(
            """
            select a ->> 'upstreamRequestId' as id,
              (a #>> '{tokens,input}')::bigint + (a #>> '{tokens,cacheRead}')::bigint
                + (a #>> '{tokens,cacheWrite5m}')::bigint + (a #>> '{tokens,cacheWrite1h}')::bigint as input,
              (a #>> '{tokens,output}')::bigint as output
            from usage u cross join lateral jsonb_array_elements(u.attempts::jsonb) a
            where u.called_at >= :from and u.called_at < :to and a ->> 'upstream' = :upstream
              and a ->> 'upstreamRequestId' is not null
            """)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("upstream", upstream)
        .query(
            (row, n) ->
                new Attempt(row.getString("id"), row.getLong("input"), row.getLong("output")))
        .list();
  }
}
