package io.posthouse.billing.payment;

import java.net.URI;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where customers and providers reach us, on the public endpoint. */
@Component
public class PaymentAddresses {

  private final String publicUrl;
  private final String returnUrl;

  /**
   * @param publicUrl the public endpoint's origin
   * @param returnUrl where providers send customers back to; the public endpoint unless set
   */
  public PaymentAddresses(
      @Value("${posthouse.public-url}") String publicUrl,
      @Value("${posthouse.payment.return-url:${posthouse.public-url}/}") String returnUrl) {
    this.publicUrl = publicUrl;
    this.returnUrl = returnUrl;
  }

  /** The page where an order is paid. */
  public URI page(String provider, UUID order) {
    return URI.create(publicUrl + "/api/payments/" + provider + "/pay/" + order);
  }

  /** Where a provider calls back. */
  public String callbacks(String provider) {
    return publicUrl + "/api/payments/" + provider + "/callbacks";
  }

  /** Where a customer goes on after the provider's page. */
  public String back() {
    return returnUrl;
  }
}
