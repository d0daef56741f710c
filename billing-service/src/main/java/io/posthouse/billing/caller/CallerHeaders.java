package io.posthouse.billing.caller;

import io.posthouse.trust.SignatureException;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import io.posthouse.trust.TrustHeaders;
import io.posthouse.web.ProblemException;
import io.posthouse.web.TrustProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code X-Posthouse-Caller}: signed by the gateway, for this method and path, not expired
 * (real time).
 */
@Component
class CallerHeaders implements WebMvcConfigurer, HandlerMethodArgumentResolver {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final SignedHeader header;
  private final InstantSource realTime = InstantSource.system();

  CallerHeaders(TrustProperties trust) {
    this.header =
        new SignedHeader(
            SigningSecrets.parse("posthouse.trust.caller-secrets", trust.callerSecrets()));
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Caller resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest servlet = request.getNativeRequest(HttpServletRequest.class);
    if (servlet == null) {
      throw unauthorized();
    }
    try {
      Claims claims =
          JSON.readValue(header.verify(servlet.getHeader(TrustHeaders.CALLER)), Claims.class);
      if (claims.exp() < realTime.instant().getEpochSecond()
          || !servlet.getMethod().equals(claims.method())
          || !servlet.getRequestURI().equals(claims.path())) {
        throw unauthorized();
      }
      return new Caller(claims.keyId(), claims.accountId(), claims.spendLimit());
    } catch (SignatureException | JacksonException refused) {
      throw unauthorized();
    }
  }

  private static ProblemException unauthorized() {
    return new ProblemException(
        HttpStatus.UNAUTHORIZED,
        "unauthorized",
        "No valid caller (expected: an API key, through the gateway).");
  }

  private record Claims(
      UUID keyId,
      UUID accountId,
      Caller.@Nullable Limit spendLimit,
      String method,
      String path,
      long exp) {}
}
