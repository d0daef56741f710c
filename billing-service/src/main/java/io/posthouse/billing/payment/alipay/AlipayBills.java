package io.posthouse.billing.payment.alipay;

import com.alipay.api.domain.AlipayDataDataserviceBillDownloadurlQueryModel;
import com.alipay.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest;
import com.alipay.api.response.AlipayDataDataserviceBillDownloadurlQueryResponse;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.billing.payment.StatementLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Fetches Alipay's trade bills. Thread-safe. */
final class AlipayBills {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE = Duration.ofMinutes(2);
  private static final String WHAT = "fetching a bill";

  private final AlipayGateway gateway;
  private final URI base;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  AlipayBills(AlipayGateway gateway, URI base) {
    this.gateway = gateway;
    this.base = base;
  }

  List<StatementLine> of(LocalDate day) {
    AlipayDataDataserviceBillDownloadurlQueryModel model =
        new AlipayDataDataserviceBillDownloadurlQueryModel();
    model.setBillType("trade");
    model.setBillDate(day.toString());
    AlipayDataDataserviceBillDownloadurlQueryRequest request =
        new AlipayDataDataserviceBillDownloadurlQueryRequest();
    request.setBizModel(model);
    AlipayDataDataserviceBillDownloadurlQueryResponse answer =
        gateway.call("asking for a bill", request);
    if (answer.isSuccess() && answer.getBillDownloadUrl() != null) {
      return fetch(URI.create(answer.getBillDownloadUrl()));
    }
    String code = String.valueOf(answer.getSubCode());
    if (AlipayGateway.isSigned(answer) && code.endsWith("bill_not_exist")) {
      return List.of();
    }
    throw new ProviderUnavailable(AlipayProvider.NAME, "asking for a bill", code);
  }

  private List<StatementLine> fetch(URI address) {
    if (!isAlipays(address)) {
      throw new ProviderUnavailable(AlipayProvider.NAME, WHAT, "at an address of somebody else");
    }
    HttpRequest request = HttpRequest.newBuilder(address).timeout(WHOLE).GET().build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new ProviderUnavailable(AlipayProvider.NAME, WHAT, "status " + answer.statusCode());
        }
        return AlipayBill.read(body);
      }
    } catch (IOException failed) {
      throw new ProviderUnavailable(AlipayProvider.NAME, WHAT, failed.getClass().getSimpleName());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailable(AlipayProvider.NAME, WHAT, "stopped");
    }
  }

  /** On the gateway's own origin, or with TLS on a host of Alipay's. */
  private boolean isAlipays(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    boolean origin =
        base.getScheme().equals(address.getScheme())
            && base.getHost().equals(host)
            && base.getPort() == address.getPort();
    return origin || ("https".equals(address.getScheme()) && host.endsWith(".alipay.com"));
  }
}
