package io.posthouse.gateway.identity;

import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives a browser with a session its CSRF cookie: the token is made when somebody asks for it. */
final class CsrfCookie implements WebFilter {

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
    if (token == null || !BrowserCookies.isSession(exchange.getRequest())) {
      return chain.filter(exchange);
    }
    return token.then(chain.filter(exchange));
  }
}
