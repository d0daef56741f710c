package io.posthouse.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcdefg1",
        "correct horse battery 1",
        "密码密码密码a1",
        "a1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void acceptsEightCharactersWithLetterAndDigit(String password) {
    // When // Then
    assertThat(PasswordRules.violation(password)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "abc1, password: 4 characters (expected: >= 8)",
    "12345678, 'password: no letter (expected: at least one of a-z, A-Z)'",
    "abcdefgh, password: no digit (expected: at least one of 0-9)",
    "abcdefg１, password: no digit (expected: at least one of 0-9)"
  })
  void saysWhichRuleIsBroken(String password, String message) {
    // When // Then
    assertThat(PasswordRules.violation(password)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {71, 100, 5000})
  void refusesMoreThanBcryptReads(int letters) {
    // When // Then
    assertThat(PasswordRules.violation("a".repeat(letters) + "é1"))
        .hasValueSatisfying(message -> assertThat(message).endsWith("bytes (expected: <= 72)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefg1\u0000", "abc\ndefg1"})
  void refusesControlCharacters(String password) {
    // When // Then
    assertThat(PasswordRules.violation(password)).isPresent();
  }
}
