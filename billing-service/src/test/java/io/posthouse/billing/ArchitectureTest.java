package io.posthouse.billing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void keepsTheHouseRules() {
    HouseRules.check("io.posthouse.billing");
  }

  @Test
  void moneyLedgerAndPricingKnowNoWebKafkaOrJson() {
    // Given
    JavaClasses classes = HouseRules.mainClasses("io.posthouse.billing");

    // When // Then
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.posthouse.billing.money",
            "io.posthouse.billing.ledger",
            "io.posthouse.billing.pricing")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.web..",
            "org.springframework.http..",
            "org.springframework.kafka..",
            "org.apache.kafka..",
            "tools.jackson..",
            "com.fasterxml.jackson..",
            "io.netty..")
        .check(classes);
  }
}
