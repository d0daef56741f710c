package io.posthouse.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void keepsTheHouseRules() {
    HouseRules.check("io.posthouse.local");
  }

  @Test
  void knowsProcessesWithoutKnowingParts() {
    noClasses()
        .that()
        .resideInAnyPackage("io.posthouse.local.process", "io.posthouse.local.home")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.posthouse.local.stack", "io.posthouse.local.demo", "io.posthouse.local.build")
        .check(HouseRules.mainClasses("io.posthouse.local"));
  }
}
