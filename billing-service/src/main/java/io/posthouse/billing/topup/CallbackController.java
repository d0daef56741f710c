package io.posthouse.billing.topup;

import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where providers call back. Open to everyone and believing nobody: the provider reads and verifies
 * the exact bytes. 204, or what the provider wants to read instead, means "do not send it again".
 */
@RestController
class CallbackController {

  private static final Logger log = LoggerFactory.getLogger(CallbackController.class);
  private static final int LONGEST = 64 * 1024;

  private final PaymentProviders providers;
  private final Callbacks callbacks;

  CallbackController(PaymentProviders providers, Callbacks callbacks) {
    this.providers = providers;
    this.callbacks = callbacks;
  }

  @PostMapping("/api/payments/{provider}/callbacks")
  ResponseEntity<String> receive(@PathVariable String provider, HttpServletRequest request)
      throws IOException {
    PaymentProvider reader =
        providers.find(provider).orElseThrow(() -> ProblemException.notFound("payment provider"));
    byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
    if (body.length > LONGEST) {
      throw new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE, "too-large", "A callback is at most 64 KiB.");
    }
    switch (read(reader, new CallbackRequest(headers(request), body))) {
      case CallbackOutcome.Paid paid -> callbacks.paid(reader.name(), paid);
      case CallbackOutcome.Declined declined -> callbacks.declined(reader.name(), declined);
      case CallbackOutcome.Disputed disputed -> callbacks.disputed(reader.name(), disputed);
      case CallbackOutcome.Pending _ -> log.debug("a callback said that its payment is pending");
      case CallbackOutcome.Irrelevant irrelevant ->
          log.debug("a callback was about nothing here: {}", irrelevant.what());
      case CallbackOutcome.Refused refused -> refuse(reader.name(), refused);
    }
    String answer = reader.acknowledgement();
    return answer.isEmpty()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(answer);
  }

  /** The provider sends again what could not be taken now. */
  private static CallbackOutcome read(PaymentProvider reader, CallbackRequest request) {
    try {
      return reader.read(request);
    } catch (ProviderUnavailable unavailable) {
      log.warn("a payment callback could not be understood yet: {}", unavailable.getMessage());
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE, "provider-unavailable", "Send the callback again later.");
    }
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name));
    }
    return headers;
  }

  private static void refuse(String provider, CallbackOutcome.Refused refused) {
    log.warn("a payment callback was refused, provider {}: {}", provider, refused.why());
    HttpStatus status =
        switch (refused.reason()) {
          case SIGNATURE, STALE -> HttpStatus.UNAUTHORIZED;
          case MERCHANT -> HttpStatus.FORBIDDEN;
          case CURRENCY, MALFORMED -> HttpStatus.BAD_REQUEST;
        };
    throw new ProblemException(
        status, "callback-refused", "Callback refused: " + refused.why() + ".");
  }
}
