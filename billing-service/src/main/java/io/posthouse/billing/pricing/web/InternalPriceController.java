package io.posthouse.billing.pricing.web;

import io.posthouse.billing.pricing.PriceBook;
import io.posthouse.billing.pricing.events.PriceObjectView;
import io.posthouse.web.Items;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The relays' snapshot of all prices: the objects that {@code billing.prices-changed.v1} carries.
 */
@RestController
class InternalPriceController {

  private final PriceBook book;

  InternalPriceController(PriceBook book) {
    this.book = book;
  }

  @GetMapping("/internal/prices")
  Items<PriceObjectView> prices(@RequestParam(required = false) @Nullable Instant since) {
    return Items.all(book.objects(since).stream().map(PriceObjectView::of).toList());
  }
}
