package io.posthouse.billing.payment.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import io.posthouse.billing.payment.ProviderUnavailable;
import java.util.regex.Pattern;

/** Calls Alipay. Thread-safe. */
final class AlipayGateway {

  private static final Pattern SIGNED = Pattern.compile("\"sign\"\\s*:\\s*\"[^\"]+\"");

  private final AlipayClient client;

  AlipayGateway(AlipayClient client) {
    this.client = client;
  }

  /**
   * Makes a call. The SDK has checked the signature of an answer that says it was done, and of any
   * other that carries one.
   *
   * @throws ProviderUnavailable when there is no answer, or one that is signed wrongly
   */
  <T extends AlipayResponse> T call(String what, AlipayRequest<T> request) {
    T answer;
    try {
      answer = client.execute(request);
    } catch (AlipayApiException failed) {
      String code = failed.getErrCode();
      throw new ProviderUnavailable(
          AlipayProvider.NAME, what, code == null || code.isEmpty() ? "not reached" : code);
    } catch (RuntimeException unsigned) {
      // The SDK's way to refuse an answer; it quotes the answer and the key.
      throw new ProviderUnavailable(AlipayProvider.NAME, what, "an answer that cannot be believed");
    }
    if (answer == null) {
      throw new ProviderUnavailable(AlipayProvider.NAME, what, "no answer");
    }
    return answer;
  }

  /**
   * The signed address of a page.
   *
   * @throws ProviderUnavailable when it cannot be made
   */
  <T extends AlipayResponse> String page(AlipayRequest<T> request) {
    try {
      return client.pageExecute(request, "GET").getBody();
    } catch (AlipayApiException failed) {
      throw new ProviderUnavailable(AlipayProvider.NAME, "signing a page", "not signed");
    }
  }

  /** Whether an answer carried a signature, which the SDK has checked then. */
  static boolean isSigned(AlipayResponse answer) {
    return answer.getBody() != null && SIGNED.matcher(answer.getBody()).find();
  }
}
