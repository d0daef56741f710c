package io.posthouse.referral.invitation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All codes. The inserts answer 0 when the code, or the account's personal one, exists. */
interface InvitationCodes extends Repository<InvitationCode, String> {

  Optional<InvitationCode> findByCode(String code);

  @Query("select c from InvitationCode c where c.ownerId = :owner and c.kind = 'personal'")
  Optional<InvitationCode> findPersonal(UUID owner);

  @Query(
      "select c from InvitationCode c where c.kind = 'operator' and c.code > :after order by c.code")
  List<InvitationCode> findOperatorCodes(String after, Limit limit);

  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into invitation_code (code, kind, owner_id, created_at)
          values (:code, 'personal', :owner, :now) on conflict do nothing
          """)
  int insertPersonal(String code, UUID owner, Instant now);

  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into invitation_code
            (code, kind, owner_id, rule_kind, rule_amount, rule_ratio, rule_cap, created_at)
          values (:code, 'operator', :owner, :kind, cast(:amount as numeric), cast(:ratio as numeric),
            cast(:cap as numeric), :now)
          on conflict do nothing
          """)
  int insertOperator(
      String code,
      UUID owner,
      String kind,
      @Nullable BigDecimal amount,
      @Nullable BigDecimal ratio,
      @Nullable BigDecimal cap,
      Instant now);
}
