package io.posthouse.notification.pricechange;

import io.posthouse.notification.notice.Category;
import io.posthouse.notification.notice.Notice;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.wording.Draft;
import io.posthouse.notification.wording.Draft.Fact;
import io.posthouse.notification.wording.Language;
import io.posthouse.notification.wording.Layout;
import io.posthouse.notification.wording.Phrases;
import io.posthouse.notification.wording.Wordings;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * What customers are told of a price change: channel, old and new multiplier, instant and reason,
 * in both languages (P24). Runs in the transaction of its cause.
 */
@Component
class PriceChangeNotices {

  private final Notices notices;
  private final Layout layout;
  private final Phrases phrases;

  PriceChangeNotices(Notices notices, Layout layout, Phrases phrases) {
    this.notices = notices;
    this.layout = layout;
    this.phrases = phrases;
  }

  void announced(PriceChange change) {
    publish(
        change,
        change.outSince(),
        change.effectiveAt(),
        language -> draft(change, language, "announced"));
  }

  void amended(PriceChange change, Instant now) {
    notices.supersede(change.id(), now);
    publish(change, now, change.effectiveAt(), language -> draft(change, language, "amended"));
  }

  /** Not told to people who register later: they never heard of the change. */
  void withdrawn(PriceChange change, Instant now) {
    notices.supersede(change.id(), now);
    publish(change, now, now, language -> off(change, language));
  }

  private void publish(
      PriceChange change, Instant now, Instant openUntil, Function<Language, Draft> drafts) {
    Wordings wordings = layout.lay(drafts);
    notices.publish(
        Notice.toEveryone(
            Category.PRICE_CHANGE,
            change.id(),
            change.revision(),
            wordings,
            now,
            openUntil,
            change.effectiveAt()));
  }

  private Draft draft(PriceChange change, Language language, String verb) {
    String channel = change.channel();
    String earlier = change.oldMultiplier().toPlainString();
    String later = change.multiplier().toPlainString();
    return new Draft(
        phrases.get(language, "price-change.title", channel, earlier, later),
        List.of(
            phrases.get(language, "price-change." + verb, channel),
            phrases.get(language, "price-change.how")),
        List.of(
            new Fact(phrases.get(language, "price-change.channel"), channel),
            new Fact(phrases.get(language, "price-change.old"), earlier),
            new Fact(phrases.get(language, "price-change.new"), later),
            new Fact(
                phrases.get(language, "price-change.from"),
                phrases.instant(language, change.effectiveAt())),
            new Fact(phrases.get(language, "price-change.reason"), change.reason().in(language))));
  }

  private Draft off(PriceChange change, Language language) {
    String channel = change.channel();
    String earlier = change.oldMultiplier().toPlainString();
    return new Draft(
        phrases.get(language, "price-change.withdrawn.title", channel),
        List.of(phrases.get(language, "price-change.withdrawn", channel, earlier)),
        List.of(
            new Fact(phrases.get(language, "price-change.channel"), channel),
            new Fact(
                phrases.get(language, "price-change.withdrawn.announced"),
                earlier
                    + " → "
                    + change.multiplier().toPlainString()
                    + ", "
                    + phrases.instant(language, change.effectiveAt()))));
  }
}
