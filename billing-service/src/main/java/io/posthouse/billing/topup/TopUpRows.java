package io.posthouse.billing.topup;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of orders. */
interface TopUpRows extends Repository<TopUp, UUID> {

  TopUp saveAndFlush(TopUp topUp);

  Optional<TopUp> findById(UUID id);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select t from TopUp t where t.id = :id")
  Optional<TopUp> lockById(UUID id);

  @Query("select t from TopUp t where t.accountId = :account and t.id < :before order by t.id desc")
  List<TopUp> findOf(UUID account, UUID before, Limit limit);

  @Query("select count(t) > 0 from TopUp t where t.accountId = :account and t.status = 'paid'")
  boolean hasPaid(UUID account);

  @Query("select t.id from TopUp t where t.status = 'created' and t.quoteExpiresAt <= :now")
  List<UUID> findRunOut(Instant now, Limit limit);
}
