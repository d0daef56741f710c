package io.posthouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangesTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "10.1.0.0/16, 10.1.255.1, true",
    "10.1.0.0/16, 10.2.0.1, false",
    "10.1.2.128/25, 10.1.2.129, true",
    "10.1.2.128/25, 10.1.2.127, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "2001:db8::1, 2001:db8::1, true",
    "nonsense, 10.0.0.1, false",
    "10.0.0.1/99, 10.0.0.1, false",
    "localhost, 127.0.0.1, false",
    "1, 0.0.0.1, false",
  })
  void knowsWhatIsInARange(String range, String address, boolean inside) throws Exception {
    assertThat(AddressRanges.of(List.of(range)).contains(InetAddress.getByName(address)))
        .isEqualTo(inside);
  }

  @Test
  void takesAnEmptyListOfAKeyAsEverybodyAndOfAnOperatorAsNobody() throws Exception {
    InetAddress address = InetAddress.getByName("10.0.0.1");

    assertThat(AddressRanges.of(List.of()).contains(address)).isTrue();
    assertThat(AddressRanges.configured("p", List.of()).contains(address)).isFalse();
    assertThatThrownBy(() -> AddressRanges.configured("p", List.of("10.0.0.0/8", "x")))
        .hasMessage("p[1]: x (expected: an address or CIDR range)");
  }
}
