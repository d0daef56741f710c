package io.posthouse.notification.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.notification.NotificationFixture;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AddressSealTest {

  private static final UUID ANN = UUID.fromString("019aab3c-5d10-7c3e-9a51-0d6f1b7f2a01");
  private static final UUID BOB = UUID.fromString("019aab3c-5d10-7c3e-9a51-0d6f1b7f2a02");

  private final AddressSeal seal =
      new AddressSeal(new EncryptionProperties(NotificationFixture.keyset()));

  @Test
  void opensWhatItSealed() {
    byte[] sealed = seal.seal(ANN, "ann@example.com");

    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("ann");
    assertThat(seal.open(ANN, sealed)).isEqualTo("ann@example.com");
  }

  @Test
  void doesNotOpenAnAddressInAnotherRow() {
    byte[] sealed = seal.seal(ANN, "ann@example.com");

    assertThatThrownBy(() -> seal.open(BOB, sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void saysWhatIsWrongWithItsKeysetAndNeverQuotesIt() {
    assertThatThrownBy(() -> new AddressSeal(new EncryptionProperties(null)))
        .hasMessageContaining("posthouse.encryption.keyset: not set");
    assertThatThrownBy(() -> new AddressSeal(new EncryptionProperties("c2VjcmV0LWtleXNldA==")))
        .hasMessageContaining("posthouse.encryption.keyset: unreadable")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
