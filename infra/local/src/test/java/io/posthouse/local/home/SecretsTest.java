package io.posthouse.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir Path folder;

  @Test
  void areMadeOnceAndForTheirOwnerAlone() throws Exception {
    Home home = new Home(folder.resolve("home"), folder);
    home.create();
    String key = new Secrets(home).key("trust");

    assertThat(new Secrets(home).key("trust")).isEqualTo(key);
    assertThat(Base64.getDecoder().decode(key)).hasSize(32);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.secrets().resolve("trust"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secrets())))
        .isEqualTo("rwx------");
  }

  @Test
  void includeKeysetsThatAreBase64OfJson() {
    Home home = new Home(folder.resolve("home"), folder);
    home.create();

    String keyset = new Secrets(home).keyset("keyset");

    assertThat(
            new String(Base64.getDecoder().decode(keyset), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("{")
        .contains("AesGcmKey");
  }

  @Test
  void includePasswordsThatPeopleMayHave() {
    Home home = new Home(folder.resolve("home"), folder);
    home.create();

    assertThat(new Secrets(home).personPassword())
        .hasSize(20)
        .matches(".*[A-Za-z].*")
        .matches(".*\\d.*");
  }
}
