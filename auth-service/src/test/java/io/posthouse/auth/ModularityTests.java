package io.posthouse.auth;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void modulesDoNotReachThrough() {
    ApplicationModules.of(AuthApplication.class).verify();
  }
}
