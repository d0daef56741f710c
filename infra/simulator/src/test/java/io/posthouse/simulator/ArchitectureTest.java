package io.posthouse.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void keepsTheHouseRules() {
    HouseRules.check("io.posthouse.simulator");
  }

  @Test
  void knowsNothingOfTheSuite() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "io.posthouse.relay..", "io.posthouse.web..")
        .check(HouseRules.mainClasses("io.posthouse.simulator"));
  }
}
