package io.posthouse.billing.payment;

import java.util.List;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The three real providers' fakes, one of each for all tests. */
public final class FakeProviders {

  private static final List<FakeProvider> ALL =
      List.of(new FakeStripe(), new FakeAlipay(), new FakeWechatPay());

  private FakeProviders() {}

  /** Switches them on. */
  public static void register(DynamicPropertyRegistry registry) {
    ALL.forEach(provider -> provider.register(registry));
  }

  public static FakeProvider of(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
