package io.posthouse.testing;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.posthouse.servers.KeycloakInstallation;
import io.posthouse.servers.KeycloakRealm;
import io.posthouse.servers.KeycloakServer;
import io.posthouse.servers.KeycloakSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.testcontainers.utility.MountableFile;

/**
 * A real Keycloak with the shipped realm and provider, one for all tests of this JVM:
 * Testcontainers where a Docker engine answers, else the server of {@code infra/servers}. Its start
 * takes half a minute, so only tests about identity use it; the others have {@link TestIdentity}.
 *
 * <p>Needs {@code infra/keycloak} packaged.
 */
public final class RealKeycloak {

  /** The public origin that its tokens' {@code iss} begins with. Nothing listens there. */
  public static final String PUBLIC_URL = "http://posthouse.test";

  private static final String ADMIN_CLIENT = "test-admin";
  private static final String DIRECT_GRANTS = "test-direct-grants";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final class Holder {
    static final RealKeycloak INSTANCE =
        RealServers.usesDocker() ? inContainer() : RealKeycloak.embedded();
  }

  private final String url;
  private final String authSecret;
  private final KeycloakRealm realm;

  private RealKeycloak(String url, String adminSecret, String authSecret) {
    this.url = url;
    this.authSecret = authSecret;
    this.realm = new KeycloakRealm(url, ADMIN_CLIENT, adminSecret);
    this.realm.ensureDirectGrantClient(DIRECT_GRANTS);
  }

  private static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("infra/keycloak");
      if (Files.exists(found.resolve("pom.xml"))) {
        return found;
      }
    }
    throw new IllegalStateException("infra/keycloak: not found above the working directory");
  }

  private static Path built(String file) {
    Path path = folder().resolve("target").resolve(file);
    if (Files.notExists(path)) {
      throw new IllegalStateException(
          path + ": missing (expected: made by `mvn package -pl infra/keycloak`)");
    }
    return path;
  }

  private static Path realmFile() {
    return folder().resolve("src/main/realm/posthouse-realm.json");
  }

  private static RealKeycloak embedded() {
    KeycloakInstallation installation =
        KeycloakInstallation.prepare(
            folder().resolve("target/installations"),
            built("dist/keycloak.tar.gz"),
            built("infra-keycloak.jar"),
            realmFile());
    RealServers.Database database = RealServers.newDatabase("keycloak");
    Path home = RealServers.temporary("posthouse-keycloak");
    String adminSecret = secret();
    String authSecret = secret();
    KeycloakSettings settings =
        new KeycloakSettings(
            home,
            freePort(),
            freePort(),
            PUBLIC_URL,
            database.url(),
            database.user(),
            database.password(),
            ADMIN_CLIENT,
            adminSecret,
            placeholders(authSecret));
    KeycloakServer server =
        KeycloakServer.start(installation, settings, home.resolve("keycloak.log"), PATIENCE);
    RealServers.closeAtExit(server, home);
    return new RealKeycloak(settings.url(), adminSecret, authSecret);
  }

  private static RealKeycloak inContainer() {
    String adminSecret = secret();
    String authSecret = secret();
    KeycloakContainer container =
        new KeycloakContainer(
                System.getProperty(
                    "posthouse.test.keycloak-image", "quay.io/keycloak/keycloak:26.7.3"))
            .withBootstrapAdminDisabled()
            .withProviderLibsFrom(List.of(built("infra-keycloak.jar").toFile()))
            .withStartupTimeout(PATIENCE)
            .withCopyFileToContainer(
                MountableFile.forHostPath(realmFile()),
                "/opt/keycloak/data/import/posthouse-realm.json")
            .withEnv(placeholders(authSecret))
            .withEnv("POSTHOUSE_PUBLICURL", PUBLIC_URL)
            .withEnv("KC_HOSTNAME", PUBLIC_URL)
            .withEnv("KC_HOSTNAME_BACKCHANNEL_DYNAMIC", "true")
            .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_ID", ADMIN_CLIENT)
            .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", adminSecret);
    container.start();
    return new RealKeycloak(
        container.getAuthServerUrl().replaceAll("/$", ""), adminSecret, authSecret);
  }

  private static Map<String, String> placeholders(String authSecret) {
    return Map.of(
        "POSTHOUSE_KEYCLOAK_CLIENTSECRET",
        authSecret,
        "POSTHOUSE_GATEWAY_OIDC_CLIENTSECRET",
        secret());
  }

  private static String secret() {
    return UUID.randomUUID().toString();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException("no free port", none);
    }
  }

  /**
   * Points {@code posthouse.keycloak.*}, {@code posthouse.identity.*} and {@code
   * posthouse.public-url} at it.
   */
  public static void register(DynamicPropertyRegistry registry) {
    registry.add("posthouse.public-url", () -> PUBLIC_URL);
    registry.add("posthouse.keycloak.url", () -> Holder.INSTANCE.url);
    registry.add("posthouse.keycloak.client-secret", () -> Holder.INSTANCE.authSecret);
    registry.add("posthouse.identity.issuer", () -> PUBLIC_URL + "/realms/posthouse");
    registry.add(
        "posthouse.identity.jwk-set-uri",
        () -> Holder.INSTANCE.url + "/realms/posthouse/protocol/openid-connect/certs");
  }

  /** The realm, as its administrator. */
  public static KeycloakRealm realm() {
    return Holder.INSTANCE.realm;
  }

  /**
   * A person's access token, by address and password.
   *
   * @throws IllegalStateException when Keycloak refuses
   */
  public static String signIn(String email, String password) {
    return realm().accessToken(DIRECT_GRANTS, email, password);
  }
}
