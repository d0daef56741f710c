package io.posthouse.billing.payment;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The providers that are switched on, by name, in the order in which customers see them. */
@Component
public class PaymentProviders {

  private final Map<String, PaymentProvider> byName = new LinkedHashMap<>();

  PaymentProviders(
      ObjectProvider<PaymentProvider> providers,
      @Value("${posthouse.payment.preferred:}") List<String> preferred) {
    providers.stream()
        .sorted(
            Comparator.comparingInt((PaymentProvider one) -> rank(one, preferred))
                .thenComparing(PaymentProvider::name))
        .forEach(provider -> byName.put(provider.name(), provider));
  }

  /** Those that are named first, the rest after them. */
  private static int rank(PaymentProvider provider, List<String> preferred) {
    int at = preferred.indexOf(provider.name());
    return at < 0 ? Integer.MAX_VALUE : at;
  }

  /** The provider of that name. */
  public Optional<PaymentProvider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names: the operator's preferred ones first, then the others by name. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }
}
