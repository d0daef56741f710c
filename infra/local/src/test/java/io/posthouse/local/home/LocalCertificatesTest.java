package io.posthouse.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCertificatesTest {

  @TempDir Path folder;

  @Test
  void areSignedByTheAuthorityForThisMachineAndMadeAgainBeforeTheyEnd() throws Exception {
    // Given
    Home home = new Home(folder.resolve("a home"), folder);
    home.create();
    Secrets secrets = new Secrets(home);
    LocalCertificates certificates = new LocalCertificates(home, secrets, Clock.systemUTC());

    // When
    certificates.create();

    // Then
    X509Certificate authority = certificate(certificates.authority());
    X509Certificate server = certificate(certificates.certificate());
    server.verify(authority.getPublicKey());
    assertThat(server.getSubjectAlternativeNames())
        .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(certificates.privateKey()).content().startsWith("-----BEGIN PRIVATE KEY-----");

    // When
    certificates.create();
    assertThat(certificate(certificates.certificate())).isEqualTo(server);
    new LocalCertificates(home, secrets, Clock.offset(Clock.systemUTC(), Duration.ofDays(800)))
        .create();

    // Then
    assertThat(certificate(certificates.certificate())).isNotEqualTo(server);
  }

  private static X509Certificate certificate(Path pem) throws Exception {
    try (InputStream in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
