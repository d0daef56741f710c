package io.posthouse.referral;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void keepsTheHouseRules() {
    HouseRules.check("io.posthouse.referral");
  }

  @Test
  void theArithmeticOfRewardsKnowsNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("io.posthouse.referral.rule")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "tools.jackson..")
        .check(HouseRules.mainClasses("io.posthouse.referral"));
  }
}
