package io.posthouse.notification.customer;

import io.posthouse.notification.notice.Category;
import io.posthouse.notification.notice.Notice;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.wording.Draft;
import io.posthouse.notification.wording.Language;
import io.posthouse.notification.wording.Layout;
import io.posthouse.notification.wording.Phrases;
import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Turns events about a customer's money into messages. */
@Component
class CustomerMessages {

  private final Notices notices;
  private final Layout layout;
  private final Phrases phrases;
  private final Inbox inbox;
  private final Clock clock;

  CustomerMessages(Notices notices, Layout layout, Phrases phrases, Inbox inbox, Clock clock) {
    this.notices = notices;
    this.layout = layout;
    this.phrases = phrases;
    this.inbox = inbox;
    this.clock = clock;
  }

  @KafkaListener(topics = "billing.top-up-paid.v1")
  @Transactional
  public void topUpPaid(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    TopUpPaid paid = event.as(TopUpPaid.class);
    tell(event, paid.accountId(), Category.TOP_UP, language -> draft(paid, language));
  }

  @KafkaListener(topics = "referral.reward-granted.v1")
  @Transactional
  public void rewardGranted(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    RewardGranted reward = event.as(RewardGranted.class);
    tell(event, reward.accountId(), Category.REWARD, language -> draft(reward, language));
  }

  private void tell(
      Event event, UUID account, Category category, Function<Language, Draft> drafts) {
    if (inbox.firstTime(event.id(), event.type())) {
      notices.publish(Notice.to(account, category, layout.lay(drafts), clock.instant()));
    }
  }

  private Draft draft(TopUpPaid paid, Language language) {
    String text =
        phrases.get(
            language,
            "top-up.text",
            paid.paid().spoken(),
            paid.credited().spoken(),
            paid.rate().toPlainString());
    Money bonus = paid.bonus();
    if (bonus != null && bonus.isPositive()) {
      text += " " + phrases.get(language, "top-up.bonus", bonus.spoken());
    }
    return new Draft(
        phrases.get(language, "top-up.title", paid.paid().spoken()), List.of(text), List.of());
  }

  private Draft draft(RewardGranted reward, Language language) {
    String amount = reward.amount().spoken();
    return new Draft(
        phrases.get(language, "reward.title", amount),
        List.of(phrases.get(language, "reward.text", amount)),
        List.of());
  }

  /** What this service reads of {@code billing.top-up-paid.v1}. */
  record TopUpPaid(
      UUID accountId, Money paid, BigDecimal rate, Money credited, @Nullable Money bonus) {}

  /**
   * What this service reads of {@code referral.reward-granted.v1}; the account is the inviter's.
   */
  record RewardGranted(UUID accountId, Money amount) {}
}
