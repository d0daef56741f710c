package io.posthouse.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "io.posthouse.auth";

  @Test
  void keepsTheHouseRules() {
    HouseRules.check(ROOT);
  }

  @Test
  void onlyIdentityKnowsKeycloak() {
    keepsTo("identity", "org.keycloak..", "jakarta.ws.rs..", "org.jboss.resteasy..");
  }

  @Test
  void onlyMailKnowsHowMailTravels() {
    keepsTo("mail", "jakarta.mail..", "org.springframework.mail..");
  }

  @Test
  void onlySealingKnowsTink() {
    keepsTo("sealing", "com.google.crypto.tink..");
  }

  private static void keepsTo(String module, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "." + module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(HouseRules.mainClasses(ROOT));
  }
}
