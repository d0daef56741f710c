package io.posthouse.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource({
    "ada@example.com, ada@example.com",
    "Ada.Lovelace@Example.COM, ada.lovelace@example.com",
    "' ada@example.com ', ada@example.com",
    "ada@example.com., ada@example.com",
    "ada+tag@example.com, ada+tag@example.com",
    "ａｄａ＠example.com, ada@example.com",
    "ada@bücher.example, ada@xn--bcher-kva.example",
    "ada@BÜCHER.example, ada@xn--bcher-kva.example",
    "ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
    "ada@例え.jp, ada@xn--r8jz45g.jp"
  })
  void foldsSpellingsOfOneAddressIntoOne(String typed, String canonical) {
    // When
    EmailAddress address = EmailAddress.parse(typed);

    // Then
    assertThat(address.canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.com",
        "ada@",
        "ada@example",
        "ada@@example.com",
        "ada@exa mple.com",
        "a da@example.com",
        ".ada@example.com",
        "ada.@example.com",
        "a..da@example.com",
        "аda@example.com", // Cyrillic а
        "ada\u0000@example.com",
        "ada@example.com\u0000",
        "ada\r\nBcc:x@example.com",
        "ada@127.0.0.1",
        "ada@[127.0.0.1]",
        "ada@-example.com",
        "ada@example..com",
        "\"a b\"@example.com",
        "ada\u200b@example.com"
      })
  void refusesWhatIsNoAddress(String typed) {
    // When // Then
    assertThatThrownBy(() -> EmailAddress.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("email: malformed (expected: name@domain)");
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 250})
  void refusesPartsThatAreTooLong(int length) {
    // When // Then
    assertThatThrownBy(() -> EmailAddress.parse("a".repeat(length) + "@example.com"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada@Example.com", "ada@bücher.example", "ＡＤＡ@example.com"})
  void isItsOwnCanonicalForm(String typed) {
    // Given
    String once = EmailAddress.parse(typed).canonical();

    // When
    String twice = EmailAddress.parse(once).canonical();

    // Then
    assertThat(twice).isEqualTo(once);
  }
}
