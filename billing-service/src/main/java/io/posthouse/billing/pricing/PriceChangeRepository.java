package io.posthouse.billing.pricing;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface PriceChangeRepository extends Repository<PriceChange, UUID> {

  PriceChange save(PriceChange change);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from PriceChange c where c.announcementId = :id")
  Optional<PriceChange> lock(UUID id);

  @Query(
      "select c.announcementId from PriceChange c where c.status = SCHEDULED and c.effectiveAt <= :now order by c.effectiveAt")
  List<UUID> due(Instant now);

  @Query(
      "from PriceChange c where c.status = SCHEDULED and c.effectiveAt > :now order by c.effectiveAt")
  List<PriceChange> toCome(Instant now);
}
