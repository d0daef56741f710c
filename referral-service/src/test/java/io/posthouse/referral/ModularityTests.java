package io.posthouse.referral;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void modulesDoNotReachThrough() {
    ApplicationModules.of(ReferralApplication.class).verify();
  }
}
