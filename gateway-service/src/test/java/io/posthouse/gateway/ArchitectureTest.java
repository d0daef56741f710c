package io.posthouse.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void keepsTheHouseRules() {
    HouseRules.check("io.posthouse.gateway");
  }

  @Test
  void keepsFrameworksOutOfTheCores() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.posthouse.gateway.protocol..",
            "io.posthouse.gateway.key..",
            "io.posthouse.gateway.caller..",
            "io.posthouse.gateway.limit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "reactor..",
            "io.netty..",
            "org.apache.kafka..",
            "tools.jackson..")
        .check(HouseRules.mainClasses("io.posthouse.gateway"));
  }

  @Test
  void blocksNowhereOnARequestsWay() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.posthouse.gateway.directory..")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(reactor.core.publisher.Mono.class, "block")
        .check(HouseRules.mainClasses("io.posthouse.gateway"));
  }
}
