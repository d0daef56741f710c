package io.posthouse.notification;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void modulesDoNotReachThrough() {
    ApplicationModules.of(NotificationApplication.class).verify();
  }
}
