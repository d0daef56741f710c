package io.posthouse.gateway.identity;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/**
 * What needs no sign-in (api.md, "Open to everyone"). The session cookie means nothing on these
 * paths: they are answered alike for everybody, and a payment page's form may come without a CSRF
 * token.
 */
final class OpenPaths {

  static final ServerWebExchangeMatcher ALL =
      new OrServerWebExchangeMatcher(
          pathMatchers(
              HttpMethod.GET,
              "/api/site",
              "/api/status",
              "/api/docs/**",
              "/api/prices/**",
              "/api/plans",
              "/api/announcements/**",
              "/api/legal/**",
              "/.well-known/posthouse-receipts.json"),
          pathMatchers(HttpMethod.POST, "/api/registrations/**", "/api/prices/pushes"),
          pathMatchers("/api/payments/**"));

  private OpenPaths() {}
}
