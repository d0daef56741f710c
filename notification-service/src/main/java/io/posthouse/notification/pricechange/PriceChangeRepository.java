package io.posthouse.notification.pricechange;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface PriceChangeRepository extends JpaRepository<PriceChange, UUID> {

  /** Newest first: ids are UUIDv7. */
  List<PriceChange> findByIdLessThanOrderByIdDesc(UUID before, Limit limit);

  List<PriceChange> findByChannelAndStatusInOrderByEffectiveAt(
      String channel, Collection<Status> statuses);
}
