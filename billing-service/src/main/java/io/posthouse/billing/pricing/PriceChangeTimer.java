package io.posthouse.billing.pricing;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every second whether an announced price change takes effect. */
@Component
class PriceChangeTimer {

  private final PriceChanges changes;

  PriceChangeTimer(PriceChanges changes) {
    this.changes = changes;
  }

  @Scheduled(fixedDelayString = "${posthouse.price-change.timer:1s}")
  void look() {
    changes.takeEffect();
  }
}
