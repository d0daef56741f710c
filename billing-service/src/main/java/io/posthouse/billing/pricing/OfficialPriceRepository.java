package io.posthouse.billing.pricing;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface OfficialPriceRepository extends Repository<OfficialPrice, UUID> {

  OfficialPrice save(OfficialPrice price);

  @Query("from OfficialPrice p where p.model = :model order by p.effectiveFrom")
  List<OfficialPrice> of(String model);

  @Query("from OfficialPrice p where p.model in :models order by p.model, p.effectiveFrom")
  List<OfficialPrice> of(Collection<String> models);

  @Query("from OfficialPrice p order by p.model, p.effectiveFrom")
  List<OfficialPrice> all();
}
