package io.posthouse.referral.invitation;

import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The hashed signals of registrations, and what they give away (P52). */
@Component
public class Signals {

  private final JdbcClient jdbc;

  Signals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a registration's signals; false when it is known already. */
  boolean keep(Registration registration) {
    return jdbc.sql(
                """
                insert into registration (account_id, device, network, registered_at)
                values (:account, :device, :network, :at) on conflict do nothing
                """)
            .param("account", registration.accountId())
            .param("device", registration.device())
            .param("network", registration.network())
            .param("at", Timestamp.from(registration.at()))
            .update()
        == 1;
  }

  /**
   * Why an invitation looks like one person with two accounts.
   *
   * @return {@code same-device-as-inviter}, {@code same-network-as-inviter}, {@code
   *     device-has-several-accounts}, or empty when nothing speaks against it
   */
  public Optional<String> suspicion(UUID referee, UUID inviter) {
    return jdbc.sql(
            """
            select case
              when referee.device = inviter.device then 'same-device-as-inviter'
              when referee.network = inviter.network then 'same-network-as-inviter'
              when exists (select 1 from registration other
                where other.device = referee.device and other.account_id <> referee.account_id)
                then 'device-has-several-accounts'
              else '' end
            from registration referee left join registration inviter on inviter.account_id = :inviter
            where referee.account_id = :referee
            """)
        .param("referee", referee)
        .param("inviter", inviter)
        .query(String.class)
        .optional()
        .filter(reason -> !reason.isEmpty());
  }
}
