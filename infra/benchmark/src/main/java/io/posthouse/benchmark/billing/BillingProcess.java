package io.posthouse.benchmark.billing;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** billing-service in a process of its own. */
final class BillingProcess implements AutoCloseable {

  private static final Path JAR = Path.of("billing-service/target/billing-service.jar");

  private final Process process;

  private BillingProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it; returns when it says that it has started.
   *
   * @param log where its output goes
   * @param keyset the same for all starts on one database
   */
  static BillingProcess start(String database, String kafka, String keyset, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString()));
    java.environment().putAll(settings(database, kafka, keyset));
    java.redirectErrorStream(true).redirectOutput(log.toFile());
    BillingProcess billing = new BillingProcess(java.start());
    while (!Files.readString(log).contains("Started BillingApplication")) {
      if (!billing.process.isAlive()) {
        throw new IllegalStateException("billing-service did not start; see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return billing;
  }

  private static Map<String, String> settings(String database, String kafka, String keyset) {
    return Map.ofEntries(
        Map.entry("SPRING_DATASOURCE_URL", database),
        Map.entry("SPRING_DATASOURCE_USERNAME", Books.APPLICATION),
        Map.entry("SPRING_DATASOURCE_PASSWORD", Books.APPLICATION),
        Map.entry("SPRING_FLYWAY_USER", Books.OWNER),
        Map.entry("SPRING_FLYWAY_PASSWORD", Books.OWNER),
        Map.entry("SPRING_KAFKA_BOOTSTRAPSERVERS", kafka),
        Map.entry("SERVER_PORT", "0"),
        Map.entry("MANAGEMENT_SERVER_PORT", "0"),
        Map.entry("EUREKA_CLIENT_ENABLED", "false"),
        Map.entry("POSTHOUSE_ENVIRONMENT", "local"),
        Map.entry("POSTHOUSE_PUBLICURL", "http://localhost:8080"),
        Map.entry("POSTHOUSE_IDENTITY_ISSUER", "http://localhost:8080/realms/posthouse"),
        Map.entry("POSTHOUSE_IDENTITY_JWKSETURI", "http://localhost:9/jwks"),
        Map.entry("POSTHOUSE_TRUST_SERVICESECRETS", "b:" + random()),
        Map.entry("POSTHOUSE_TRUST_CALLERSECRETS", "b:" + random()),
        Map.entry("POSTHOUSE_ENCRYPTION_KEYSET", keyset),
        Map.entry("POSTHOUSE_EXCHANGERATE_INITIALCNYPERUSD", "7.10"),
        Map.entry("POSTHOUSE_PAYMENT_SANDBOX_ENABLED", "true"),
        Map.entry("POSTHOUSE_PAYMENT_SANDBOX_SECRET", random()));
  }

  static String keyset() throws GeneralSecurityException {
    AeadConfig.register();
    KeysetHandle handle =
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
    String json =
        TinkJsonProtoKeysetFormat.serializeKeyset(
            handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(30, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
