package io.posthouse.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.local.stack.Part;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void areWhereTheContractsPutThem() {
    Ports ports = new Ports(Ports.DEFAULT_BASE);

    assertThat(Part.GATEWAY_SERVICE.ports(ports)).containsExactly(8080, 8443, 8180);
    assertThat(Part.RELAY_SERVICE.ports(ports)).containsExactly(8083, 8084, 8183);
    assertThat(Part.NOTIFICATION_SERVICE.ports(ports)).containsExactly(8086, 8186);
    assertThat(Part.MAIL.ports(ports)).containsExactly(8090, 8091);
    assertThat(Part.POSTGRESQL.ports(ports)).containsExactly(8092);
    assertThat(Part.KAFKA.ports(ports)).first().isEqualTo(8093);
  }

  @Test
  void moveAsABlockAndNeverMeet() {
    Ports ports = new Ports(20_000);

    List<Integer> all =
        Arrays.stream(Part.values()).flatMap(part -> part.ports(ports).stream()).toList();

    assertThat(all).doesNotHaveDuplicates().allMatch(port -> port >= 20_000 && port <= 20_363);
  }

  @Test
  void refuseABaseThatIsNoneAndSayWhatIsExpected() {
    assertThatThrownBy(() -> Ports.parse("eighty"))
        .hasMessage("POSTHOUSE_PORT_BASE: 'eighty' (expected: a number, 1024 to 65000)");
    assertThatThrownBy(() -> Ports.parse("80"))
        .hasMessage("POSTHOUSE_PORT_BASE: 80 (expected: 1024 to 65000)");
  }
}
