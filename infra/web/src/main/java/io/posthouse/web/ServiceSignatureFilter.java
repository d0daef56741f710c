package io.posthouse.web;

import io.posthouse.trust.SignatureException;
import io.posthouse.trust.TrustHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * On {@code /internal/**}: a good signature becomes the authority {@code SERVICE}; without one the
 * chain refuses.
 */
final class ServiceSignatureFilter extends OncePerRequestFilter {

  static final String AUTHORITY = "SERVICE";

  private static final Logger log = LoggerFactory.getLogger(ServiceSignatureFilter.class);

  private final ServiceSignature signature;

  ServiceSignatureFilter(ServiceSignature signature) {
    this.signature = signature;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().startsWith("/internal/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      String service =
          signature.verify(
              request.getHeader(TrustHeaders.SERVICE),
              request.getMethod(),
              request.getRequestURI());
      SecurityContextHolder.getContext()
          .setAuthentication(
              UsernamePasswordAuthenticationToken.authenticated(
                  service, null, List.of(new SimpleGrantedAuthority(AUTHORITY))));
    } catch (SignatureException refused) {
      log.warn("an internal call was refused: {}", refused.getMessage());
    }
    chain.doFilter(request, response);
  }
}
