package io.posthouse.billing.pricing;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ChannelRepository extends Repository<Channel, String> {

  Channel save(Channel channel);

  Optional<Channel> findById(String name);

  @Query("from Channel c where c.enabled = true order by c.listOrder, c.name")
  List<Channel> onSale();
}
