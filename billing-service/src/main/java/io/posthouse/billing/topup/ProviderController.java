package io.posthouse.billing.topup;

import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.web.Items;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The ways to pay, for everyone. */
@RestController
class ProviderController {

  private final PaymentProviders providers;

  ProviderController(PaymentProviders providers) {
    this.providers = providers;
  }

  record Provider(String name) {}

  @GetMapping("/api/payments/providers")
  Items<Provider> all() {
    return Items.all(providers.names().stream().map(Provider::new).toList());
  }
}
