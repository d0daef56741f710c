package io.posthouse.local.stack;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.LocalCertificates;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.Secrets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of each application: the properties of {@code docs/configuration.md} by their
 * environment names.
 */
final class ServiceSettings {

  private static final String LOOPBACK = "127.0.0.1";

  private final Home home;
  private final Ports ports;
  private final Secrets secrets;
  private final Databases databases;
  private final LocalCertificates certificates;

  ServiceSettings(
      Home home,
      Ports ports,
      Secrets secrets,
      Databases databases,
      LocalCertificates certificates) {
    this.home = home;
    this.ports = ports;
    this.secrets = secrets;
    this.databases = databases;
    this.certificates = certificates;
  }

  /** What the launcher decides; it wins over the person's own environment. */
  Map<String, String> of(Part part) {
    Map<String, String> settings = new TreeMap<>();
    common(settings, part);
    switch (part) {
      case DISCOVERY -> {}
      case AUTH_SERVICE -> auth(settings);
      case BILLING_SERVICE -> billing(settings);
      case RELAY_SERVICE -> relay(settings);
      case GATEWAY_SERVICE -> gateway(settings);
      case REFERRAL_SERVICE -> database(settings, part);
      case NOTIFICATION_SERVICE -> notification(settings);
      case POSTGRESQL, KAFKA, KEYCLOAK, MAIL, SIMULATOR ->
          throw new IllegalArgumentException(part + ": is no application");
    }
    return settings;
  }

  /** What suits one machine; the person's own environment wins over it. */
  Map<String, String> defaults(Part part) {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("SERVER_ADDRESS", LOOPBACK);
    defaults.put("MANAGEMENT_SERVER_ADDRESS", LOOPBACK);
    defaults.put("MALLOC_ARENA_MAX", "2");
    switch (part) {
      case RELAY_SERVICE ->
          defaults.put("POSTHOUSE_RELAY_ALLOWEDPRIVATEHOSTS", "localhost," + LOOPBACK);
      case REFERRAL_SERVICE -> defaults.put("POSTHOUSE_REFERRAL_HOLD", "0s");
      case BILLING_SERVICE -> defaults.put("POSTHOUSE_EXCHANGERATE_INITIALCNYPERUSD", "7.10");
      default -> {}
    }
    if (!part.equals(Part.DISCOVERY) && !part.equals(Part.GATEWAY_SERVICE)) {
      defaults.put("SPRING_DATASOURCE_HIKARI_MINIMUMIDLE", "1");
    }
    return defaults;
  }

  private void common(Map<String, String> settings, Part part) {
    int port = part == Part.RELAY_SERVICE ? ports.relayOperator() : part.ports(ports).getFirst();
    settings.put("SERVER_PORT", "" + port);
    settings.put("MANAGEMENT_SERVER_PORT", "" + Ports.management(part.ports(ports).getFirst()));
    settings.put("POSTHOUSE_ENVIRONMENT", "local");
    if (part == Part.DISCOVERY) {
      return;
    }
    settings.put(
        "EUREKA_CLIENT_SERVICEURL_DEFAULTZONE",
        "http://" + LOOPBACK + ":" + ports.discovery() + "/eureka/");
    settings.put("EUREKA_INSTANCE_IPADDRESS", LOOPBACK);
    settings.put("SPRING_KAFKA_BOOTSTRAPSERVERS", LOOPBACK + ":" + ports.kafka());
    settings.put("POSTHOUSE_CLOCK_OFFSETFILE", home.clockOffset().toString());
    settings.put("POSTHOUSE_TRUST_SERVICESECRETS", "local:" + secrets.key("trust-service"));
    settings.put("POSTHOUSE_IDENTITY_ISSUER", issuer());
    settings.put(
        "POSTHOUSE_IDENTITY_JWKSETURI",
        keycloak() + "/realms/posthouse/protocol/openid-connect/certs");
    settings.put("POSTHOUSE_PUBLICURL", publicUrl());
  }

  private void auth(Map<String, String> settings) {
    database(settings, Part.AUTH_SERVICE);
    mail(settings);
    keyset(settings, Part.AUTH_SERVICE);
    settings.put("POSTHOUSE_KEYCLOAK_URL", keycloak());
    settings.put("POSTHOUSE_KEYCLOAK_CLIENTSECRET", secrets.password("client-auth-service"));
    settings.put("POSTHOUSE_KEYS_PEPPERS", peppers());
  }

  private void billing(Map<String, String> settings) {
    database(settings, Part.BILLING_SERVICE);
    keyset(settings, Part.BILLING_SERVICE);
    callers(settings);
    settings.put("SPRING_FLYWAY_USER", Databases.BILLING_OWNER);
    settings.put("SPRING_FLYWAY_PASSWORD", databases.password(Databases.BILLING_OWNER));
    settings.put("POSTHOUSE_PAYMENT_SANDBOX_ENABLED", "true");
    settings.put("POSTHOUSE_PAYMENT_SANDBOX_SECRET", secrets.key("payment-sandbox"));
  }

  private void relay(Map<String, String> settings) {
    database(settings, Part.RELAY_SERVICE);
    keyset(settings, Part.RELAY_SERVICE);
    callers(settings);
    settings.put("POSTHOUSE_RELAY_PORT", "" + ports.relay());
    settings.put("POSTHOUSE_RELAY_NODE", "local-1");
    settings.put("POSTHOUSE_RELAY_SPOOL_DIRECTORY", home.data("spool").toString());
  }

  private void gateway(Map<String, String> settings) {
    callers(settings);
    settings.put("POSTHOUSE_KEYCLOAK_URL", keycloak());
    settings.put("POSTHOUSE_KEYS_PEPPERS", peppers());
    settings.put("POSTHOUSE_GATEWAY_OIDC_CLIENTSECRET", secrets.password("client-gateway"));
    settings.put("POSTHOUSE_GATEWAY_HTTPSPORT", "" + ports.gatewayHttps());
    settings.put(
        "SPRING_SSL_BUNDLE_PEM_GATEWAY_KEYSTORE_CERTIFICATE", "file:" + certificates.certificate());
    settings.put(
        "SPRING_SSL_BUNDLE_PEM_GATEWAY_KEYSTORE_PRIVATEKEY", "file:" + certificates.privateKey());
  }

  private void notification(Map<String, String> settings) {
    database(settings, Part.NOTIFICATION_SERVICE);
    mail(settings);
    keyset(settings, Part.NOTIFICATION_SERVICE);
  }

  private void database(Map<String, String> settings, Part part) {
    String name = part.database();
    settings.put("SPRING_DATASOURCE_URL", databases.url(name));
    settings.put("SPRING_DATASOURCE_USERNAME", name);
    settings.put("SPRING_DATASOURCE_PASSWORD", databases.password(name));
  }

  private void mail(Map<String, String> settings) {
    settings.put("SPRING_MAIL_HOST", LOOPBACK);
    settings.put("SPRING_MAIL_PORT", "" + ports.smtp());
    settings.put("POSTHOUSE_MAIL_FROM", "posthouse@localhost.localdomain");
  }

  private void keyset(Map<String, String> settings, Part part) {
    settings.put("POSTHOUSE_ENCRYPTION_KEYSET", secrets.keyset("keyset-" + part.database()));
  }

  private void callers(Map<String, String> settings) {
    settings.put("POSTHOUSE_TRUST_CALLERSECRETS", "local:" + secrets.key("trust-caller"));
  }

  private String peppers() {
    return "1:" + secrets.key("key-pepper");
  }

  private String publicUrl() {
    return "http://localhost:" + ports.gateway();
  }

  private String issuer() {
    return publicUrl() + "/realms/posthouse";
  }

  private String keycloak() {
    return "http://" + LOOPBACK + ":" + ports.keycloak();
  }
}
