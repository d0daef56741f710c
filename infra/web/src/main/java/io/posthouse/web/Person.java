package io.posthouse.web;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who is signed in, as their Keycloak access token says. A controller method takes one as a
 * parameter.
 *
 * @param subject the person's id in Keycloak
 * @param accountId the account, from the token's claim {@code account_id}; null for staff without
 *     one
 * @param email the address, or null
 * @param roles realm roles: {@code customer}, {@code support}, {@code operator}
 */
public record Person(
    String subject, @Nullable String accountId, @Nullable String email, Set<String> roles) {

  static Person of(Jwt token) {
    return new Person(
        requireNonNull(token.getSubject(), "sub"),
        token.getClaimAsString("account_id"),
        token.getClaimAsString("email"),
        roles(token));
  }

  static Set<String> roles(Jwt token) {
    Map<String, Object> access = token.getClaimAsMap("realm_access");
    Object roles = access == null ? null : access.get("roles");
    if (!(roles instanceof Collection<?> names)) {
      return Set.of();
    }
    return names.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /**
   * The account of this person.
   *
   * @throws ProblemException 403 when the person has none
   */
  public String account() {
    if (accountId == null) {
      throw new ProblemException(
          org.springframework.http.HttpStatus.FORBIDDEN,
          "no-account",
          "This sign-in has no customer account.");
    }
    return accountId;
  }
}
