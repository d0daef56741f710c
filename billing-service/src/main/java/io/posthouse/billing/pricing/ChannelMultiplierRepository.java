package io.posthouse.billing.pricing;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ChannelMultiplierRepository extends Repository<ChannelMultiplier, UUID> {

  ChannelMultiplier save(ChannelMultiplier multiplier);

  @Query(
      "from ChannelMultiplier m where m.channel in :channels order by m.channel, m.effectiveAt, m.announcedAt")
  List<ChannelMultiplier> of(Collection<String> channels);

  @Query("from ChannelMultiplier m order by m.channel, m.effectiveAt, m.announcedAt")
  List<ChannelMultiplier> all();

  @Query(
      "from ChannelMultiplier m where m.announcementId = :announcement and m.supersededAt is null")
  Optional<ChannelMultiplier> scheduledBy(UUID announcement);
}
