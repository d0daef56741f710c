package io.posthouse.trust;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void keepsTheHouseRules() {
    HouseRules.check("io.posthouse.trust");
  }

  @Test
  void knowsNoFramework() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "tools.jackson..", "io.netty..")
        .check(HouseRules.mainClasses("io.posthouse.trust"));
  }
}
