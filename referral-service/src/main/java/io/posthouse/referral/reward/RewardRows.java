package io.posthouse.referral.reward;

import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of rewards. */
interface RewardRows extends Repository<Reward, UUID> {

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select r from Reward r where r.id = :id")
  Optional<Reward> lockById(UUID id);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select r from Reward r where r.topUpId = :topUp")
  Optional<Reward> lockByTopUp(UUID topUp);

  @Query("select r.id from Reward r where r.status = :status and r.dueAt <= :now order by r.dueAt")
  List<UUID> findDue(RewardStatus status, Instant now, Limit limit);

  @Query(
      "select r from Reward r where r.inviterId = :inviter and r.id < :before order by r.id desc")
  List<Reward> findOf(UUID inviter, UUID before, Limit limit);

  @Query("select r from Reward r where r.status = :status and r.id < :before order by r.id desc")
  List<Reward> findByStatus(RewardStatus status, UUID before, Limit limit);

  /** Makes a reward; 0 when the invited account has one already, or the top-up earned one (I15). */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into reward (id, referee_id, inviter_id, top_up_id, amount, rule_kind, rule_amount,
            rule_ratio, rule_cap, status, reason, due_at, created_at, decided_at)
          values (:id, :referee, :inviter, :topUp, :amount, :kind, cast(:ruleAmount as numeric),
            cast(:ratio as numeric), cast(:cap as numeric), :status, cast(:reason as text), :due, :now,
            cast(:decided as timestamptz))
          on conflict do nothing
          """)
  int insertOnce(
      UUID id,
      UUID referee,
      UUID inviter,
      UUID topUp,
      BigDecimal amount,
      String kind,
      @Nullable BigDecimal ruleAmount,
      @Nullable BigDecimal ratio,
      @Nullable BigDecimal cap,
      String status,
      @Nullable String reason,
      Instant due,
      Instant now,
      @Nullable Instant decided);
}
