package io.posthouse.notification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "io.posthouse.notification";

  @Test
  void keepsTheHouseRules() {
    HouseRules.check(ROOT);
  }

  @Test
  void onlyDeliveryKnowsHowMailTravels() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".delivery")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.mail..", "org.springframework.mail..", "org.eclipse.angus..")
        .check(HouseRules.mainClasses(ROOT));
  }

  @Test
  void onlyTheSealKnowsTink() {
    classes()
        .that()
        .haveSimpleName("AddressSeal")
        .should()
        .resideInAPackage(ROOT + ".recipient")
        .check(HouseRules.mainClasses(ROOT));
    noClasses()
        .that()
        .doNotHaveSimpleName("AddressSeal")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.crypto.tink..")
        .check(HouseRules.mainClasses(ROOT));
  }

  @Test
  void theRulesOfAmendmentsKnowNoFramework() {
    noClasses()
        .that()
        .haveSimpleName("AmendmentRules")
        .or()
        .haveSimpleName("NoticePeriod")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "tools.jackson..")
        .check(HouseRules.mainClasses(ROOT));
  }
}
