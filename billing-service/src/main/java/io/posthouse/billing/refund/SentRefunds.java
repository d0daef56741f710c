package io.posthouse.billing.refund;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What other modules may know of refunds. Thread-safe. */
@Component
public class SentRefunds {

  private final JdbcClient jdbc;

  SentRefunds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Sum(UUID order, Money cny) {}

  /**
   * What was sent back of orders, or is being sent: CNY by order; orders without any are left out.
   *
   * @param orders ids as the provider was given them
   */
  @Transactional(readOnly = true)
  public Map<UUID, Money> ofOrders(String provider, Collection<UUID> orders) {
    if (orders.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(
            """
            select coalesce(p.order_id, r.top_up_id) as order_id, sum(r.cny) as cny
            from refund r left join payment_review p on p.id = r.top_up_id
            where r.provider = :provider and r.status in ('approved', 'sent')
              and coalesce(p.order_id, r.top_up_id) in (:orders)
            group by 1
            """)
        .param("provider", provider)
        .param("orders", orders)
        .query(
            (row, n) ->
                new Sum(
                    row.getObject("order_id", UUID.class),
                    new Money(row.getBigDecimal("cny"), Currency.CNY)))
        .list()
        .stream()
        .collect(Collectors.toMap(Sum::order, Sum::cny));
  }
}
