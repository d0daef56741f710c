package io.posthouse.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Secrets for tests. They are random in every JVM run and good for nothing else. */
public final class TestTrust {

  /** {@code kid:base64} for {@code posthouse.trust.service-secrets}. */
  public static final String SERVICE_SECRET = secret("test-service");

  /** {@code kid:base64} for {@code posthouse.trust.caller-secrets}. */
  public static final String CALLER_SECRET = secret("test-caller");

  private TestTrust() {}

  private static String secret(String kid) {
    byte[] bytes = new byte[32];
    new java.security.SecureRandom().nextBytes(bytes);
    return kid + ":" + new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
  }

  /** Sets both, and switches discovery off: a test names its peers itself. */
  public static void register(DynamicPropertyRegistry registry) {
    registry.add("posthouse.trust.service-secrets", () -> SERVICE_SECRET);
    registry.add("posthouse.trust.caller-secrets", () -> CALLER_SECRET);
    registry.add("eureka.client.enabled", () -> "false");
    registry.add("management.opentelemetry.tracing.export.otlp.enabled", () -> "false");
  }
}
