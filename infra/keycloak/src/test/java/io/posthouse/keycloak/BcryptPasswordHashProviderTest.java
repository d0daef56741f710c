package io.posthouse.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.ModelException;
import org.keycloak.models.credential.PasswordCredentialModel;

class BcryptPasswordHashProviderTest {

  private final BcryptPasswordHashProvider provider = new BcryptPasswordHashProvider();

  @Test
  void verifiesWhatItHashedAndNothingElse() {
    // Given
    PasswordCredentialModel credential = provider.encodedCredential("correct horse 1", 4);

    // When
    boolean right = provider.verify("correct horse 1", credential);
    boolean wrong = provider.verify("correct horse 2", credential);

    // Then
    assertThat(right).isTrue();
    assertThat(wrong).isFalse();
  }

  @Test
  void writesABcryptHashWithThePolicysCost() {
    // When
    PasswordCredentialModel credential = provider.encodedCredential("password1", 5);

    // Then
    assertThat(credential.getPasswordSecretData().getValue()).startsWith("$2a$05$").hasSize(60);
    assertThat(credential.getPasswordCredentialData().getAlgorithm()).isEqualTo("bcrypt");
  }

  @Test
  void usesCostTenWhenThePolicyNamesNone() {
    // When
    PasswordCredentialModel credential = provider.encodedCredential("password1", -1);

    // Then
    assertThat(credential.getPasswordSecretData().getValue()).startsWith("$2a$10$");
  }

  @Test
  void refusesAPasswordOfMoreThan72BytesInsteadOfCuttingIt() {
    // Given
    String long73 = "é".repeat(36) + "1";

    // When // Then
    assertThatThrownBy(() -> provider.encodedCredential(long73, 4))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void neverVerifiesAPasswordOfMoreThan72Bytes() {
    // Given
    String all72 = "a1".repeat(36);
    PasswordCredentialModel credential = provider.encodedCredential(all72, 4);

    // When
    boolean longer = provider.verify(all72 + "x", credential);

    // Then
    assertThat(provider.verify(all72, credential)).isTrue();
    assertThat(longer).isFalse();
  }

  @Test
  void isFoundByKeycloaksServiceLoader() {
    // When
    var ids =
        ServiceLoader.load(PasswordHashProviderFactory.class).stream()
            .map(factory -> factory.get().getId());

    // Then
    assertThat(ids).contains("bcrypt");
  }
}
