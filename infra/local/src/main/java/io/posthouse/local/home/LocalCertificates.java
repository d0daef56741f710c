package io.posthouse.local.home;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority of this machine's own, and the public endpoint's certificate that it
 * signed.
 */
public final class LocalCertificates {

  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private final Path folder;
  private final Secrets secrets;
  private final Clock clock;

  /** The certificates of a state folder. */
  public LocalCertificates(Home home, Secrets secrets, Clock clock) {
    this.folder = home.tls();
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What a client trusts, to trust the public endpoint. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** The endpoint's certificate, and the authority's after it. */
  public Path certificate() {
    return folder.resolve("server.pem");
  }

  /** The endpoint's private key. */
  public Path privateKey() {
    return folder.resolve("server-key.pem");
  }

  /** Makes both, unless they are there and good for another month. */
  public void create() throws InterruptedException {
    try {
      if (Files.exists(certificate()) && !endsSoon()) {
        return;
      }
      Home.delete(folder);
      Files.createDirectories(folder);
      authorityKeys();
      serverKeys();
      sign();
      export();
    } catch (IOException | GeneralSecurityException failed) {
      throw new StackException(
          "the local certificates could not be made: " + Home.reason(failed), failed);
    }
  }

  private boolean endsSoon() throws IOException, GeneralSecurityException {
    X509Certificate server = (X509Certificate) store("server").getCertificate("server");
    return server.getNotAfter().toInstant().isBefore(clock.instant().plus(RENEW_BEFORE));
  }

  private void authorityKeys() throws IOException, InterruptedException {
    keytool(
        "-genkeypair -alias ca -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA -validity 3650",
        "ca",
        "-dname",
        "CN=Posthouse local authority",
        "-ext",
        "bc:c=ca:true,pathlen:0",
        "-ext",
        "ku:c=keyCertSign,cRLSign");
  }

  private void serverKeys() throws IOException, InterruptedException {
    keytool(
        "-genkeypair -alias server -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA -validity 820",
        "server",
        "-dname",
        "CN=localhost");
    keytool("-certreq -alias server", "server", "-file", folder.resolve("server.csr").toString());
  }

  private void sign() throws IOException, InterruptedException {
    keytool(
        "-gencert -alias ca -validity 820 -rfc",
        "ca",
        "-infile",
        folder.resolve("server.csr").toString(),
        "-outfile",
        folder.resolve("server-only.pem").toString(),
        "-ext",
        "san=dns:localhost,ip:127.0.0.1,ip:::1",
        "-ext",
        "ku:c=digitalSignature",
        "-ext",
        "eku=serverAuth");
    keytool("-exportcert -alias ca -rfc", "ca", "-file", authority().toString());
    Path chain = folder.resolve("chain.pem");
    Files.writeString(
        chain, Files.readString(folder.resolve("server-only.pem")) + Files.readString(authority()));
    keytool("-importcert -noprompt -alias ca", "server", "-file", authority().toString());
    keytool("-importcert -noprompt -alias server", "server", "-file", chain.toString());
  }

  private void export() throws IOException, GeneralSecurityException {
    Key key = store("server").getKey("server", password().toCharArray());
    String encoded =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    Home.write(
        privateKey(), "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
    Home.write(certificate(), Files.readString(folder.resolve("chain.pem")));
  }

  private String password() {
    return secrets.password("certificates");
  }

  private KeyStore store(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, password().toCharArray());
    }
    return store;
  }

  private void keytool(String words, String store, String... rest)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words.split(" ", -1)));
    command.addAll(
        List.of(
            "-keystore",
            folder.resolve(store + ".p12").toString(),
            "-storetype",
            "PKCS12",
            "-storepass:env",
            "STORE_PASSWORD"));
    command.addAll(List.of(rest));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("STORE_PASSWORD", password());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool " + words + ": " + said.strip());
    }
  }
}
