package io.posthouse.gateway.identity;

import io.posthouse.gateway.edge.ClientAddresses;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.session.CookieWebSessionIdResolver;

/** How this site's cookies are made. */
@Component
class BrowserCookies {

  static final String SESSION = "posthouse_session";
  static final String CSRF = "XSRF-TOKEN";
  private static final String LAX = "Lax";

  private final boolean publicHttps;
  private final ClientAddresses addresses;

  BrowserCookies(@Value("${posthouse.public-url}") String publicUrl, ClientAddresses addresses) {
    this.publicHttps = publicUrl.toLowerCase(Locale.ROOT).startsWith("https:");
    this.addresses = addresses;
  }

  /** Whether the browser may send our cookies over TLS only. */
  boolean isSecure(ServerHttpRequest request) {
    return publicHttps || addresses.isSecure(request);
  }

  /** Whether a request lives on the session cookie: it has one, and no token of its own. */
  static boolean isSession(ServerHttpRequest request) {
    return request.getCookies().containsKey(SESSION)
        && !request.getHeaders().containsHeader("Authorization");
  }

  /** The session's cookie: unreadable for scripts, not sent along from other sites' forms. */
  CookieWebSessionIdResolver sessionIds() {
    CookieWebSessionIdResolver resolver =
        new CookieWebSessionIdResolver() {
          @Override
          public void setSessionId(ServerWebExchange exchange, String id) {
            super.setSessionId(exchange, id);
            MultiValueMap<String, ResponseCookie> cookies = exchange.getResponse().getCookies();
            ResponseCookie cookie = cookies.getFirst(SESSION);
            if (cookie != null && isSecure(exchange.getRequest())) {
              cookies.set(SESSION, cookie.mutate().secure(true).build());
            }
          }
        };
    resolver.setCookieName(SESSION);
    resolver.addCookieInitializer(cookie -> cookie.httpOnly(true).sameSite(LAX).path("/"));
    return resolver;
  }
}
