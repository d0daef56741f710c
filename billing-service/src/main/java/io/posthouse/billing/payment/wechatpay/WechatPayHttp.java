package io.posthouse.billing.payment.wechatpay;

import com.google.gson.JsonParseException;
import com.wechat.pay.java.core.auth.Credential;
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.exception.HttpException;
import com.wechat.pay.java.core.http.AbstractHttpClient;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.http.OriginalResponse;
import com.wechat.pay.java.core.http.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's calls on the JDK's client. The SDK knows addresses of WeChat Pay only; what is meant
 * for its main host goes to the configured one, and nothing goes anywhere else. The signature
 * covers path and body, not the host. Thread-safe.
 */
final class WechatPayHttp extends AbstractHttpClient {

  private static final String HOST = "api.mch.weixin.qq.com";

  /** The headers that the SDK reads, in its own spelling: it tells upper from lower case. */
  private static final List<String> READ =
      List.of(
          "Wechatpay-Serial",
          "Wechatpay-Signature",
          "Wechatpay-Timestamp",
          "Wechatpay-Nonce",
          "Request-ID");

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE = Duration.ofSeconds(20);
  private static final Duration DOWNLOAD = Duration.ofMinutes(2);

  private final URI base;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  WechatPayHttp(Credential credential, Validator validator, URI base) {
    super(credential, validator);
    this.base = base;
  }

  @Override
  protected String getHttpClientInfo() {
    return "jdk/" + Runtime.version().feature();
  }

  /** The SDK's way to refuse an answer without a signature says nothing of its kind. */
  @Override
  public <T> com.wechat.pay.java.core.http.HttpResponse<T> execute(
      HttpRequest request, Class<T> type) {
    try {
      return super.execute(request, type);
    } catch (IllegalArgumentException | JsonParseException unbelievable) {
      throw failed("an answer that cannot be believed");
    }
  }

  @Override
  protected OriginalResponse innerExecute(HttpRequest request) {
    HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString(), WHOLE);
    Map<String, String> headers = new HashMap<>();
    for (String name : READ) {
      answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    return new OriginalResponse.Builder()
        .request(request)
        .statusCode(answer.statusCode())
        .headers(headers)
        .contentType(answer.headers().firstValue("Content-Type").orElse(null))
        .body(answer.body())
        .build();
  }

  @Override
  protected InputStream innerDownload(HttpRequest request) {
    HttpResponse<InputStream> answer =
        send(request, HttpResponse.BodyHandlers.ofInputStream(), DOWNLOAD);
    if (isInvalidHttpCode(answer.statusCode())) {
      throw failed("download: status " + answer.statusCode());
    }
    return answer.body();
  }

  private <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration timeout) {
    java.net.http.HttpRequest.Builder sent =
        java.net.http.HttpRequest.newBuilder(address(request.getUri())).timeout(timeout);
    request.getHeaders().getHeaders().forEach(sent::setHeader);
    RequestBody body = request.getBody();
    if (body != null) {
      sent.setHeader("Content-Type", body.getContentType());
    }
    sent.method(request.getHttpMethod().name(), publisher(body));
    try {
      return http.send(sent.build(), handler);
    } catch (IOException unreachable) {
      throw failed("not reached: " + unreachable.getClass().getSimpleName());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw failed("stopped");
    }
  }

  private static java.net.http.HttpRequest.BodyPublisher publisher(@Nullable RequestBody body) {
    return switch (body) {
      case null -> java.net.http.HttpRequest.BodyPublishers.noBody();
      case JsonRequestBody json ->
          java.net.http.HttpRequest.BodyPublishers.ofString(json.getBody());
      default -> throw new IllegalArgumentException("body: neither JSON nor none");
    };
  }

  /** Without the cause: it quotes the request, and with it the order and its signature. */
  private static HttpException failed(String why) {
    return new HttpException(why, null);
  }

  private URI address(URI asked) {
    boolean ours =
        HOST.equals(asked.getHost())
            || (base.getHost().equals(asked.getHost()) && base.getPort() == asked.getPort());
    if (!ours) {
      throw failed("an address of somebody else");
    }
    String query = asked.getRawQuery();
    return URI.create(base + asked.getRawPath() + (query == null ? "" : "?" + query));
  }
}
