package io.posthouse.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.posthouse.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "io.posthouse.relay";

  @Test
  void keepsTheHouseRules() {
    HouseRules.check(ROOT);
  }

  @Test
  void theCoresKnowNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".protocol..",
            ROOT + ".metering..",
            ROOT + ".routing..",
            ROOT + ".translation..",
            ROOT + ".exchange..",
            ROOT + ".spool..",
            ROOT + ".caller..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "reactor..")
        .check(HouseRules.mainClasses(ROOT));
  }

  @Test
  void socketsAreSeenAtTheEdgeAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".edge..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.netty\\.channel\\.(?!EventLoop$).*")
        .check(HouseRules.mainClasses(ROOT));
  }

  @Test
  void onlySealingKnowsTink() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".sealing")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.crypto.tink..")
        .check(HouseRules.mainClasses(ROOT));
  }
}
