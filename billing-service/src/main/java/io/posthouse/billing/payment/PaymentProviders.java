package io.posthouse.billing.payment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The providers that are switched on, by name. */
@Component
public class PaymentProviders {

  private final Map<String, PaymentProvider> byName = new TreeMap<>();

  PaymentProviders(ObjectProvider<PaymentProvider> providers) {
    providers.orderedStream().forEach(provider -> byName.put(provider.name(), provider));
  }

  /** The provider of that name. */
  public Optional<PaymentProvider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names, in order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }
}
