package io.posthouse.relay;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void modulesDoNotReachThrough() {
    ApplicationModules.of(RelayApplication.class).verify();
  }
}
