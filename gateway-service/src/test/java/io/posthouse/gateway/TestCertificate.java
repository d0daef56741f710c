package io.posthouse.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A self-signed certificate for localhost, made by the JDK's own keytool. */
final class TestCertificate {

  private static final String PASSWORD = "test-only";

  private static final class Holder {
    static final Path STORE = make();
  }

  private TestCertificate() {}

  static void register(DynamicPropertyRegistry registry) {
    String bundle = "spring.ssl.bundle.jks.gateway.keystore.";
    registry.add(bundle + "location", () -> "file:" + Holder.STORE);
    registry.add(bundle + "password", () -> PASSWORD);
    registry.add(bundle + "type", () -> "PKCS12");
  }

  /** A client's context that trusts it. */
  static SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Holder.STORE)) {
      store.load(in, PASSWORD.toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Path make() {
    try {
      Path directory = Files.createTempDirectory("posthouse-gateway-tls");
      Path store = directory.resolve("gateway.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "gateway",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "SAN=dns:localhost,ip:127.0.0.1",
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD)
              .inheritIO()
              .start();
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool failed");
      }
      store.toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
      return store;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
