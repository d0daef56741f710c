package io.posthouse.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortUseTest {

  @Test
  void findsTheListenersInodeAndNoConnectionsOfThatPort() {
    List<String> table =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000     0        0 111 1",
            "   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1");

    assertThat(PortUse.inode(table, 8080)).hasValue("222");
    assertThat(PortUse.inode(table, 8081)).isEmpty();
  }

  @Test
  void namesTheProcessThatHasAPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(PortUse.isFree(socket.getLocalPort())).isFalse();
      assertThat(PortUse.listener(socket.getLocalPort())).hasValue(ProcessHandle.current().pid());
    }
  }
}
