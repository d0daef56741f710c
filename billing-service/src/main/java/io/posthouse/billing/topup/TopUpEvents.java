package io.posthouse.billing.topup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.outbox.Outbox;
import io.posthouse.outbox.Topics;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Tells the other services, in the transaction of the credit. */
@Component
class TopUpEvents {

  static final String PAID = "billing.top-up-paid.v1";
  static final String REFUNDED = "billing.top-up-refunded.v1";
  static final String RESTORED = "billing.top-up-restored.v1";

  private final Outbox outbox;

  TopUpEvents(Outbox outbox) {
    this.outbox = outbox;
  }

  void paid(TopUp order, Money bonus, @Nullable String instrument) {
    Quote quote = order.quote();
    String account = order.accountId().toString();
    outbox.append(
        PAID,
        account,
        new TopUpPaid(
            order.getId().toString(),
            account,
            MoneyView.of(order.amount()),
            quote.rate().stripTrailingZeros().toPlainString(),
            MoneyView.of(quote.credit()),
            MoneyView.of(bonus),
            order.firstPaid(),
            instrument));
  }

  void refunded(PaidTopUp topUp, UUID refundId, Money cny, Money usd) {
    String account = topUp.accountId().toString();
    outbox.append(
        REFUNDED,
        account,
        new TopUpRefunded(
            topUp.id().toString(),
            account,
            refundId.toString(),
            MoneyView.of(topUp.amount()),
            MoneyView.of(cny),
            topUp.rate().stripTrailingZeros().toPlainString(),
            MoneyView.of(usd),
            topUp.first()));
  }

  void restored(PaidTopUp topUp, UUID refundId, Money cny, Money usd) {
    String account = topUp.accountId().toString();
    outbox.append(
        RESTORED,
        account,
        new TopUpRestored(
            topUp.id().toString(),
            account,
            refundId.toString(),
            MoneyView.of(topUp.amount()),
            MoneyView.of(cny),
            topUp.rate().stripTrailingZeros().toPlainString(),
            MoneyView.of(usd),
            topUp.first()));
  }

  record TopUpRefunded(
      String topUpId,
      String accountId,
      String refundId,
      MoneyView paid,
      MoneyView refunded,
      String rate,
      MoneyView debited,
      boolean first) {}

  record TopUpRestored(
      String topUpId,
      String accountId,
      String refundId,
      MoneyView paid,
      MoneyView restored,
      String rate,
      MoneyView credited,
      boolean first) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TopUpPaid(
      String topUpId,
      String accountId,
      MoneyView paid,
      String rate,
      MoneyView credited,
      MoneyView bonus,
      boolean first,
      @Nullable String instrument) {}

  /** The topics of top-ups; refunds have theirs from the start, so that consumers can subscribe. */
  @Configuration(proxyBeanMethods = false)
  static class Owned {

    @Bean
    NewTopic topUpPaidTopic() {
      return Topics.ordinary(PAID);
    }

    @Bean
    NewTopic topUpRefundedTopic() {
      return Topics.ordinary(REFUNDED);
    }

    @Bean
    NewTopic topUpRestoredTopic() {
      return Topics.ordinary(RESTORED);
    }
  }
}
