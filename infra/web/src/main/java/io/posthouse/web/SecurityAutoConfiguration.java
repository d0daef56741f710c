package io.posthouse.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import tools.jackson.databind.json.JsonMapper;

/** One filter chain for every service: default deny, no session, no cookie. */
@AutoConfiguration(
    after = WebAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
    })
public class SecurityAutoConfiguration {

  @Bean
  JwtDecoder accessTokens(IdentityProperties identity) {
    return AccessTokens.decoder(identity);
  }

  @Bean
  SecurityFilterChain serviceSecurity(
      HttpSecurity http, WebProperties web, ServiceSignature signature, JsonMapper json)
      throws Exception {
    AuthenticationEntryPoint unauthorized =
        (request, response, why) ->
            write(
                json,
                response,
                Problems.of(
                    HttpStatus.UNAUTHORIZED,
                    "unauthorized",
                    "No valid access token (expected: Authorization: Bearer ACCESS_TOKEN)."));
    AccessDeniedHandler forbidden =
        (request, response, why) ->
            write(
                json,
                response,
                Problems.of(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "This sign-in does not have the role it needs."));
    return http.csrf(csrf -> csrf.disable())
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .formLogin(login -> login.disable())
        .httpBasic(basic -> basic.disable())
        .logout(logout -> logout.disable())
        .addFilterBefore(
            new ServiceSignatureFilter(signature), UsernamePasswordAuthenticationFilter.class)
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> jwt.jwtAuthenticationConverter(roles()))
                    .authenticationEntryPoint(unauthorized)
                    .accessDeniedHandler(forbidden))
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint(unauthorized).accessDeniedHandler(forbidden))
        .authorizeHttpRequests(requests -> authorize(requests, web))
        .build();
  }

  private static void authorize(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests,
      WebProperties web) {
    requests.requestMatchers("/actuator/**", "/error").permitAll();
    requests.requestMatchers("/internal/**").hasAuthority(ServiceSignatureFilter.AUTHORITY);
    for (String open : web.publicPaths()) {
      int space = open.indexOf(' ');
      if (space < 0) {
        requests.requestMatchers(open).permitAll();
      } else {
        requests
            .requestMatchers(
                HttpMethod.valueOf(open.substring(0, space)), open.substring(space + 1))
            .permitAll();
      }
    }
    requests.requestMatchers("/api/support/**").hasRole("support");
    requests.requestMatchers("/api/operator/**").hasRole("operator");
    requests.requestMatchers("/api/**").authenticated();
    requests.anyRequest().denyAll();
  }

  private static JwtAuthenticationConverter roles() {
    JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(
        token ->
            Person.roles(token).stream()
                .map(
                    role ->
                        (org.springframework.security.core.GrantedAuthority)
                            new SimpleGrantedAuthority("ROLE_" + role))
                .toList());
    return converter;
  }

  private static void write(
      JsonMapper json, jakarta.servlet.http.HttpServletResponse response, ProblemDetail problem)
      throws java.io.IOException {
    response.setStatus(problem.getStatus());
    response.setContentType("application/problem+json");
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }
}
