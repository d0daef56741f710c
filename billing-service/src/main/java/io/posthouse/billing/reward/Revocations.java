package io.posthouse.billing.reward;

import io.posthouse.billing.money.Money;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of revocations, numbered for each reward. Read and changed under the reward's lock. */
@Component
class Revocations {

  private final JdbcClient jdbc;

  Revocations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean isKept(UUID reward, int number) {
    return exists("", reward, number);
  }

  /** Whether it was undone. */
  boolean isRestored(UUID reward, int number) {
    return exists(" and restored_at is not null", reward, number);
  }

  private boolean exists(String more, UUID reward, int number) {
    return jdbc.sql(
            """
            select exists (select from revoked_reward where reward_id = :reward and revocation = :number%s)
            """
                .formatted(more))
        .param("reward", reward)
        .param("number", number)
        .query(Boolean.class)
        .single();
  }

  /**
   * Keeps one.
   *
   * @param shortage what the wallet did not hold any more
   */
  void keep(UUID reward, int number, UUID account, Money shortage, Instant now) {
    jdbc.sql(
            """
            insert into revoked_reward (reward_id, revocation, account_id, shortage, revoked_at)
            values (:reward, :number, :account, :shortage, :now)
            """)
        .param("reward", reward)
        .param("number", number)
        .param("account", account)
        .param("shortage", shortage.amount())
        .param("now", Timestamp.from(now))
        .update();
  }

  void restore(UUID reward, int number, Instant now) {
    jdbc.sql(
            """
            update revoked_reward set restored_at = :now where reward_id = :reward and revocation = :number
            """)
        .param("now", Timestamp.from(now))
        .param("reward", reward)
        .param("number", number)
        .update();
  }
}
