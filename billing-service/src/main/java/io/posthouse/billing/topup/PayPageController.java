package io.posthouse.billing.topup;

import com.google.zxing.WriterException;
import io.posthouse.billing.payment.PayPage;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.web.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where an order is paid: sends the customer on to the provider's page, or shows the code to scan.
 * It needs no sign-in: an order's id cannot be guessed, and nobody loses by paying for somebody
 * else. No script, no foreign origin. The sandbox has a page of its own.
 */
@Controller
class PayPageController {

  private static final Logger log = LoggerFactory.getLogger(PayPageController.class);
  private static final SecureRandom random = new SecureRandom();

  private final TopUpRows rows;
  private final PaymentProviders providers;
  private final PaymentAddresses addresses;
  private final Clock clock;

  PayPageController(
      TopUpRows rows, PaymentProviders providers, PaymentAddresses addresses, Clock clock) {
    this.rows = rows;
    this.providers = providers;
    this.addresses = addresses;
    this.clock = clock;
  }

  @GetMapping("/api/payments/{provider}/pay/{orderId}")
  @Nullable ModelAndView show(
      @PathVariable String provider, @PathVariable UUID orderId, HttpServletResponse response) {
    PaymentProvider found =
        providers.find(provider).orElseThrow(() -> ProblemException.notFound("payment provider"));
    TopUp order =
        rows.findById(orderId)
            .filter(one -> one.provider().equals(provider))
            .orElseThrow(() -> ProblemException.notFound("order " + orderId));
    ModelAndView page = page(order, response);
    if (!(order.state() instanceof TopUpState.Created) || !order.quote().holdsAt(clock.instant())) {
      boolean paid = order.state() instanceof TopUpState.Paid;
      return page.addObject("outcome", paid ? "paid" : "over");
    }
    return switch (visit(found, order)) {
      case PayPage.Redirect redirect -> sendOn(redirect, response);
      case PayPage.QrCode code -> scan(code, page);
    };
  }

  private static @Nullable ModelAndView sendOn(
      PayPage.Redirect redirect, HttpServletResponse response) {
    response.setStatus(HttpStatus.SEE_OTHER.value());
    response.setHeader("Location", redirect.to().toString());
    return null;
  }

  private static PayPage visit(PaymentProvider provider, TopUp order) {
    try {
      return provider.visit(order.asPaymentOrder());
    } catch (ProviderUnavailable unavailable) {
      log.warn(
          "a payment could not be begun, order {}: {}", order.getId(), unavailable.getMessage());
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "provider-unavailable",
          "The payment provider does not answer. Try again in a minute; nothing was charged.");
    }
  }

  private static ModelAndView scan(PayPage.QrCode code, ModelAndView page) {
    try {
      QrDrawing drawing = QrDrawing.of(code.content());
      return page.addObject("qrSize", drawing.size())
          .addObject("qrPath", drawing.path())
          .addObject("app", code.app())
          .addObject("outcome", "open");
    } catch (WriterException tooLong) {
      throw new IllegalStateException("a payment's code cannot be drawn", tooLong);
    }
  }

  private ModelAndView page(TopUp order, HttpServletResponse response) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'nonce-"
            + nonce
            + "'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    return new ModelAndView("payment/page")
        .addObject("nonce", nonce)
        .addObject("order", order.getId().toString())
        .addObject("amount", order.amount().plain())
        .addObject("back", addresses.back());
  }
}
