package io.posthouse.gateway.identity;

import io.posthouse.gateway.door.KeyedRoutes;
import io.posthouse.gateway.door.Replies;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.oidc.web.server.logout.OidcClientInitiatedServerLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationSuccessHandler;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfException;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.session.WebSessionIdResolver;
import reactor.core.publisher.Mono;

/**
 * One chain each for calls with an API key (nothing to do here), {@code /api} with bearer tokens,
 * the browser's sign-in, and the rest.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties({IdentityProperties.class, OidcProperties.class})
class SecurityConfiguration {

  @Bean
  ReactiveJwtDecoder accessTokens(IdentityProperties identity, WebClient.Builder builder) {
    return AccessTokens.decoder(identity, new RealmKeys(builder.build(), identity.jwkSetUri()));
  }

  @Bean
  WebSessionIdResolver webSessionIdResolver(BrowserCookies cookies) {
    return cookies.sessionIds();
  }

  @Bean
  CookieServerCsrfTokenRepository csrfTokens() {
    CookieServerCsrfTokenRepository tokens = CookieServerCsrfTokenRepository.withHttpOnlyFalse();
    tokens.setCookieName(BrowserCookies.CSRF);
    tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax").path("/"));
    return tokens;
  }

  @Bean
  @Order(1)
  SecurityWebFilterChain api(
      ServerHttpSecurity http,
      ReactiveJwtDecoder tokens,
      ReactiveOAuth2AuthorizedClientManager clients,
      CookieServerCsrfTokenRepository csrfTokens) {
    plain(http);
    return http.securityMatcher(
            ServerWebExchangeMatchers.pathMatchers("/api/**", "/.well-known/**"))
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(csrfTokens)
                    .csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler())
                    .requireCsrfProtectionMatcher(CsrfNeed::ofApi)
                    .accessDeniedHandler(forbidden()))
        .addFilterAfter(new CsrfCookie(), SecurityWebFiltersOrder.CSRF)
        .addFilterBefore(
            new SessionBearer(new WebSessionServerSecurityContextRepository(), clients),
            SecurityWebFiltersOrder.AUTHENTICATION)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(
                        jwt ->
                            jwt.jwtDecoder(tokens).jwtAuthenticationConverter(AccessTokens::person))
                    .authenticationEntryPoint(unauthorized())
                    .accessDeniedHandler(forbidden()))
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint(unauthorized()).accessDeniedHandler(forbidden()))
        .authorizeExchange(
            exchanges ->
                exchanges
                    .matchers(OpenPaths.ALL)
                    .permitAll()
                    .pathMatchers("/api/support/**")
                    .hasRole("support")
                    .pathMatchers("/api/operator/**")
                    .hasRole("operator")
                    .pathMatchers("/api/**")
                    .authenticated()
                    .anyExchange()
                    .denyAll())
        .build();
  }

  @Bean
  @Order(2)
  SecurityWebFilterChain browser(
      ServerHttpSecurity http,
      ReactiveClientRegistrationRepository registrations,
      CookieServerCsrfTokenRepository csrfTokens,
      @Value("${posthouse.public-url}") String publicUrl) {
    OidcClientInitiatedServerLogoutSuccessHandler signedOut =
        new OidcClientInitiatedServerLogoutSuccessHandler(registrations);
    signedOut.setPostLogoutRedirectUri(publicUrl + "/");
    signedOut.setLogoutSuccessUrl(URI.create("/"));
    plain(http);
    return http.securityMatcher(
            ServerWebExchangeMatchers.pathMatchers(
                "/oauth2/**", "/login/**", "/logout", "/console"))
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(csrfTokens)
                    .csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler())
                    .accessDeniedHandler(forbidden()))
        .addFilterAfter(new CsrfCookie(), SecurityWebFiltersOrder.CSRF)
        .oauth2Login(
            login ->
                login
                    .authenticationSuccessHandler(
                        new RedirectServerAuthenticationSuccessHandler("/console"))
                    .authenticationFailureHandler(
                        new RedirectServerAuthenticationFailureHandler("/?sign-in=failed")))
        .logout(
            logout ->
                logout
                    .requiresLogout(
                        ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, "/logout"))
                    .logoutSuccessHandler(signedOut))
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(
                        new RedirectServerAuthenticationEntryPoint(
                            "/oauth2/authorization/" + SignIn.REGISTRATION))
                    .accessDeniedHandler(forbidden()))
        .authorizeExchange(
            exchanges ->
                exchanges
                    .pathMatchers(HttpMethod.GET, "/console")
                    .authenticated()
                    .anyExchange()
                    .denyAll())
        .build();
  }

  /** A call whose key the door accepted needs nothing more. */
  @Bean
  @Order(0)
  SecurityWebFilterChain keyed() {
    return new MatcherSecurityWebFilterChain(
        exchange -> KeyedRoutes.isKeyed(exchange) ? MatchResult.match() : MatchResult.notMatch(),
        List.of((exchange, chain) -> chain.filter(exchange)));
  }

  /** What is left: open pages, the realm, and a 404 for everything that nobody named. */
  @Bean
  @Order(3)
  SecurityWebFilterChain rest(ServerHttpSecurity http) {
    plain(http);
    ResponseStatusException notFound = new ResponseStatusException(HttpStatus.NOT_FOUND);
    return http.securityMatcher(ServerWebExchangeMatchers.anyExchange())
        .csrf(ServerHttpSecurity.CsrfSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint((exchange, why) -> Mono.error(notFound))
                    .accessDeniedHandler((exchange, why) -> Mono.error(notFound)))
        .authorizeExchange(
            exchanges ->
                exchanges
                    .pathMatchers(
                        "/", "/verify", "/assets/**", "/realms/**", "/resources/**", "/actuator/**")
                    .permitAll()
                    .anyExchange()
                    .denyAll())
        .build();
  }

  private static void plain(ServerHttpSecurity http) {
    http.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .headers(ServerHttpSecurity.HeaderSpec::disable)
        .requestCache(ServerHttpSecurity.RequestCacheSpec::disable);
  }

  private static ServerAuthenticationEntryPoint unauthorized() {
    return (exchange, why) ->
        Replies.problem(
            exchange,
            HttpStatus.UNAUTHORIZED,
            "unauthorized",
            "No valid access token (expected: Authorization: Bearer ACCESS_TOKEN, or a browser session).");
  }

  private static ServerAccessDeniedHandler forbidden() {
    return (exchange, why) ->
        why instanceof CsrfException
            ? Replies.problem(
                exchange,
                HttpStatus.FORBIDDEN,
                "csrf",
                "A browser session needs the header X-XSRF-TOKEN with the value of the cookie XSRF-TOKEN.")
            : Replies.problem(
                exchange,
                HttpStatus.FORBIDDEN,
                "forbidden",
                "This sign-in does not have the role it needs.");
  }
}
