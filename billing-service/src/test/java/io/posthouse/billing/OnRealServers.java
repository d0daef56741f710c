package io.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.posthouse.billing.ledger.LedgerMonitors;
import io.posthouse.billing.payment.FakeProviders;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import io.posthouse.testing.TestTrust;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The running service on real PostgreSQL and Kafka, with its two roles: the owner migrates, the
 * application cannot update or delete the ledger. One context and one database for all tests, which
 * therefore make accounts, channels and models of their own. After each test the ledger's
 * invariants must hold (I1 to I6, I18, I20).
 *
 * <p>The business clock is {@link TestClock}: real time, until a test moves it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(TestClock.Configuration.class)
public abstract class OnRealServers {

  private static final RealServers.Database DATABASE = prepare();
  private static final String KEYSET = keyset();
  private static final String SANDBOX_SECRET = random();

  @Autowired private LedgerMonitors monitors;
  @Autowired private TestClock testClock;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", DATABASE::url);
    registry.add("spring.datasource.username", () -> "billing");
    registry.add("spring.datasource.password", () -> "billing");
    registry.add("spring.flyway.user", () -> "billing_owner");
    registry.add("spring.flyway.password", () -> "billing_owner");
    registry.add("posthouse.encryption.keyset", () -> KEYSET);
    registry.add("posthouse.public-url", () -> "http://localhost:8080");
    registry.add("posthouse.payment.sandbox.enabled", () -> "true");
    registry.add("posthouse.payment.sandbox.secret", () -> SANDBOX_SECRET);
    // The tests' public endpoint is the service itself, on a port that is known once it runs.
    registry.add(
        "posthouse.payment.sandbox.callback-base-url",
        () -> "http://localhost:${local.server.port}");
    FakeProviders.register(registry);
    registry.add("posthouse.payment.preferred", () -> "wechatpay,stripe");
    registry.add("posthouse.exchange-rate.initial-cny-per-usd", () -> "7.10");
    registry.add("posthouse.refund-policy", () -> "to-original-payment");
    registry.add("posthouse.price-feed.push-secret", () -> SANDBOX_SECRET);
    registry.add("posthouse.top-up.poll-interval", () -> "200ms");
    registry.add("posthouse.refund.send-interval", () -> "200ms");
    registry.add("posthouse.refund.termination-interval", () -> "1h");
    registry.add("management.server.port", () -> "0");
    RealServers.kafka(registry);
    TestIdentity.register(registry);
    TestTrust.register(registry);
  }

  private static RealServers.Database prepare() {
    RealServers.Database database = RealServers.newDatabase("billing");
    String name = database.url().replaceAll("\\?.*$", "").replaceAll("^.+[/]", "");
    RealServers.asSuperuser(
        """
        do $$ begin
          if not exists (select from pg_roles where rolname = 'billing_owner') then
            create role billing_owner login password 'billing_owner';
            create role billing login password 'billing';
          end if;
        end $$\
        """);
    RealServers.asSuperuser("alter database " + name + " owner to billing_owner");
    return database;
  }

  /** The database of the tests, as its superuser sees it. */
  protected static RealServers.Database database() {
    return DATABASE;
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String keyset() {
    try {
      Configuration tink = AeadConfig2026.get();
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, tink);
      String json =
          TinkJsonProtoKeysetFormat.serializeKeyset(handle, tink, InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @AfterEach
  void theLedgerHoldsItsInvariants() {
    testClock.reset();
    assertThat(monitors.everything()).isEmpty();
  }
}
