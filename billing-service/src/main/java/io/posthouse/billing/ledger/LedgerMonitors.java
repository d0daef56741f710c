package io.posthouse.billing.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The invariants that SQL can see: I1, I2's ordering, I3 to I6, I18, I20. Tests run {@link
 * #everything} after each integration test; the service runs {@link #since} every minute. A
 * violation is a defect or an intrusion, never an ordinary state.
 */
@Component
public class LedgerMonitors {

  private static final String TOUCHED =
      "(select distinct wallet_id from ledger_transaction where posted_at >= :since and wallet_id"
          + " is not null)";

  private static final List<Monitor> MONITORS =
      List.of(
          new Monitor(
              "I1: a transaction without a posting",
              """
              select t.id::text from ledger_transaction t
              where t.posted_at >= :since and not exists (select from posting p where p.transaction_id = t.id)
              """),
          new Monitor(
              "I3: a wallet's balance is not the sum of its postings",
              """
              select w.account_id::text from wallet w
              left join lateral (
                select
                  coalesce(sum(p.amount) filter (where p.to_account = 'wallet_paid'), 0)
                    - coalesce(sum(p.amount) filter (where p.from_account = 'wallet_paid'), 0) as paid,
                  coalesce(sum(p.amount) filter (where p.to_account = 'wallet_bonus'), 0)
                    - coalesce(sum(p.amount) filter (where p.from_account = 'wallet_bonus'), 0) as bonus,
                  coalesce(sum(p.amount) filter (where p.to_account = 'wallet_leased'), 0)
                    - coalesce(sum(p.amount) filter (where p.from_account = 'wallet_leased'), 0) as leased
                from posting p where p.wallet_id = w.account_id
              ) posted on true
              where w.account_id in %s
                and (w.paid, w.bonus, w.leased) is distinct from (posted.paid, posted.bonus, posted.leased)
              """
                  .formatted(TOUCHED)),
          new Monitor(
              "I3: a wallet has money and no posting",
              """
              select account_id::text from wallet w where paid + bonus + leased <> 0 and opened_at >= :since
                and not exists (select from posting p where p.wallet_id = w.account_id)
              """),
          new Monitor(
              "I4: a balance is below zero",
              "select account_id::text from wallet where least(paid, bonus, leased) < 0 and"
                  + " opened_at >= :since"),
          new Monitor(
              "I5: leased is not the sum of the open leases",
              """
              select w.account_id::text from wallet w where w.account_id in %s and w.leased <> (
                select coalesce(sum(l.granted - l.settled - l.returned), 0)
                from credit_lease l where l.account_id = w.account_id and l.state <> 'closed')
              """
                  .formatted(TOUCHED)),
          new Monitor(
              "I6: a request was charged twice",
              """
              select reference from ledger_transaction where kind = 'charge' and posted_at >= :since
              group by reference having count(*) > 1
              """),
          new Monitor(
              "I6: more was given back of a call than it was charged, or not what its corrections say",
              """
              select c.request_id::text from (
                select request_id, sum(amount) as given, count(*) as parts from charge_correction where request_id in
                  (select request_id from charge_correction where corrected_at >= :since)
                group by 1
              ) c
              left join lateral (
                select sum(p.amount) as charged from ledger_transaction t join posting p on p.transaction_id = t.id
                where t.kind = 'charge' and t.reference = c.request_id::text and p.to_account = 'revenue'
              ) charged on true
              left join lateral (
                select sum(p.amount) as reversed from generate_series(1, c.parts) n
                join ledger_transaction t on t.kind = 'charge-reversal' and t.reference = c.request_id || ':' || n
                join posting p on p.transaction_id = t.id and p.from_account = 'revenue'
              ) reversed on true
              where c.given > coalesce(charged, 0) or c.given is distinct from reversed
              """),
          new Monitor(
              "I18: a posting is about another wallet than its transaction",
              """
              select t.id::text from ledger_transaction t join posting p on p.transaction_id = t.id
              where t.posted_at >= :since and p.wallet_id is distinct from t.wallet_id
              """),
          new Monitor(
              "I9: a day's sum is not that of its calls",
              """
              with days as (
                select distinct account_id, (started_at at time zone 'UTC')::date as day from usage
                where recorded_at >= :since and called_at >= cast(:since as timestamptz) - interval '1 hour'
              )
              select d.account_id || ' ' || d.day from days d
              cross join lateral (
                select count(*) as calls, sum(charge) as charge, sum(input_tokens + output_tokens + input_audio_tokens
                  + output_audio_tokens + input_image_tokens + output_image_tokens) as tokens from usage u
                where u.account_id = d.account_id and u.started_at >= d.day::timestamp at time zone 'UTC'
                  and u.started_at < (d.day + 1)::timestamp at time zone 'UTC'
              ) u
              cross join lateral (
                select sum(calls) as calls, sum(charge) as charge, sum(input_tokens + output_tokens + input_audio_tokens
                  + output_audio_tokens + input_image_tokens + output_image_tokens) as tokens from usage_day s
                where s.account_id = d.account_id and s.day = d.day
              ) s
              where (u.calls, u.tokens, u.charge) is distinct from (s.calls, s.tokens, s.charge)
              """));

  private final JdbcClient jdbc;
  private final TrialBalance trial;

  LedgerMonitors(JdbcClient jdbc, TrialBalance trial) {
    this.jdbc = jdbc;
    this.trial = trial;
  }

  private record Monitor(String name, String sql) {}

  /** A broken invariant, and where. */
  public record Violation(String invariant, String where) {}

  /** Checks everything there is, in one snapshot. */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public List<Violation> everything() {
    List<Violation> violations = new ArrayList<>(check(Instant.EPOCH));
    trial
        .differences()
        .forEach(
            where -> violations.add(new Violation("I20: the trial balance is not zero", where)));
    return violations;
  }

  /**
   * Checks the transactions posted since an instant, and the wallets they touched, in one snapshot.
   */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public List<Violation> since(Instant instant) {
    return check(instant);
  }

  private List<Violation> check(Instant since) {
    List<Violation> violations = new ArrayList<>();
    for (Monitor monitor : MONITORS) {
      jdbc.sql(monitor.sql())
          .param("since", Timestamp.from(since))
          .query(String.class)
          .list()
          .forEach(where -> violations.add(new Violation(monitor.name(), where)));
    }
    return violations;
  }
}
