package io.posthouse.gateway.identity;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Turns a browser's session into the bearer token of its person, refreshed when it is about to end.
 * A session that Keycloak has ended gives none; the request goes on as nobody's.
 */
final class SessionBearer implements WebFilter {

  private final ServerSecurityContextRepository sessions;
  private final ReactiveOAuth2AuthorizedClientManager clients;

  SessionBearer(
      ServerSecurityContextRepository sessions, ReactiveOAuth2AuthorizedClientManager clients) {
    this.sessions = sessions;
    this.clients = clients;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (!BrowserCookies.isSession(exchange.getRequest())) {
      return chain.filter(exchange);
    }
    return OpenPaths.ALL
        .matches(exchange)
        .flatMap(open -> open.isMatch() ? Mono.<String>empty() : token(exchange))
        .map(token -> withBearer(exchange, token))
        .defaultIfEmpty(exchange)
        .flatMap(chain::filter);
  }

  private Mono<String> token(ServerWebExchange exchange) {
    return sessions
        .load(exchange)
        .mapNotNull(SecurityContext::getAuthentication)
        .ofType(OAuth2AuthenticationToken.class)
        .flatMap(
            person ->
                clients.authorize(
                    OAuth2AuthorizeRequest.withClientRegistrationId(
                            person.getAuthorizedClientRegistrationId())
                        .principal(person)
                        .attribute(ServerWebExchange.class.getName(), exchange)
                        .build()))
        .map(client -> client.getAccessToken())
        .map(OAuth2AccessToken::getTokenValue)
        .onErrorResume(OAuth2AuthorizationException.class, ended -> Mono.empty());
  }

  private static ServerWebExchange withBearer(ServerWebExchange exchange, String token) {
    ServerHttpRequest request =
        exchange
            .getRequest()
            .mutate()
            .headers(headers -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token))
            .build();
    return exchange.mutate().request(request).build();
  }
}
