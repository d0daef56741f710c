package io.posthouse.gateway.identity;

import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Which requests need the CSRF header: those that change something on the strength of a cookie. */
final class CsrfNeed {

  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private CsrfNeed() {}

  static Mono<MatchResult> ofApi(ServerWebExchange exchange) {
    if (READS.contains(exchange.getRequest().getMethod())
        || !BrowserCookies.isSession(exchange.getRequest())) {
      return MatchResult.notMatch();
    }
    return OpenPaths.ALL
        .matches(exchange)
        .flatMap(open -> open.isMatch() ? MatchResult.notMatch() : MatchResult.match());
  }
}
