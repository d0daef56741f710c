package io.posthouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.0/24",
    "203.0.113.7, 203.0.113.7/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "2001:db8::/32, 2001:db8::/32",
    "::1, ::1/128"
  })
  void readsAddressesAndNetworks(String range, String canonical) {
    // When // Then
    assertThat(AddressRange.canonical("allowedIps[0]", range)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "203.0.113.0/33",
        "203.0.113.0/-1",
        "203.0.113.0/",
        "203.0.113.7/24",
        "300.0.0.1",
        "0x7f.1",
        "2130706433",
        "2001:db8::/129",
        "fe80::1%eth0",
        "203.0.113.0/24/8"
      })
  void refusesEverythingElse(String range) {
    // When // Then
    assertThatThrownBy(() -> AddressRange.canonical("allowedIps[0]", range))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("allowedIps[0]: ");
  }
}
