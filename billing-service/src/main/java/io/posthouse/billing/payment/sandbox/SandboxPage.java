package io.posthouse.billing.payment.sandbox;

import io.posthouse.web.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page with two buttons. It needs no sign-in: an order's id cannot be guessed, and nobody loses
 * by paying for somebody else. No script, no foreign origin.
 */
@Controller
@ConditionalOnBooleanProperty("posthouse.payment.sandbox.enabled")
@RequestMapping("/api/payments/sandbox/pay/{orderId}")
class SandboxPage {

  private static final SecureRandom random = new SecureRandom();

  private final SandboxPayments payments;

  SandboxPage(SandboxPayments payments) {
    this.payments = payments;
  }

  @GetMapping
  String show(@PathVariable UUID orderId, Model model, HttpServletResponse response) {
    return page(find(orderId), model, response);
  }

  @PostMapping
  String press(
      @PathVariable UUID orderId,
      @RequestParam @Nullable String outcome,
      Model model,
      HttpServletResponse response) {
    SandboxPayment payment = find(orderId);
    if (outcome == null || !(outcome.equals("paid") || outcome.equals("declined"))) {
      throw ProblemException.badRequest("outcome: unknown (expected: paid or declined)");
    }
    payments.decide(payment, outcome);
    return page(find(orderId), model, response);
  }

  private SandboxPayment find(UUID orderId) {
    return payments.find(orderId).orElseThrow(() -> ProblemException.notFound("order " + orderId));
  }

  private String page(SandboxPayment payment, Model model, HttpServletResponse response) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'nonce-"
            + nonce
            + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    model.addAttribute("nonce", nonce);
    model.addAttribute("order", payment.orderId().toString());
    model.addAttribute("amount", "CNY " + payment.amount().amount().toPlainString());
    model.addAttribute("open", payments.isOpen(payment));
    model.addAttribute("outcome", payment.outcome() == null ? "expired" : payment.outcome());
    return "payment/sandbox";
  }
}
