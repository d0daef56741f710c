package io.posthouse.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 203.0.113.77/32",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "nonsense, nonsense"
  })
  void limitsByAddressOrIpv6Subscriber(String address, String limited) {
    // When // Then
    assertThat(Origin.prefix(address, 4, 8)).isEqualTo(limited);
  }

  @Test
  void takesNoVersionNumbersOfABrowser() {
    // When // Then
    assertThat(Origin.family("Mozilla/5.0 Firefox/141.0"))
        .isEqualTo(Origin.family("Mozilla/5.0 Firefox/142.1"));
  }
}
