package io.posthouse.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesTest {

  @TempDir Path project;

  @BeforeEach
  void lay() throws Exception {
    pom(
        ".",
        "<modules><module>infra/clock</module><module>infra/web</module><module>shop</module></modules>");
    pom("infra/clock", "<artifactId>infra-clock</artifactId>");
    pom("infra/web", "<artifactId>infra-web</artifactId>" + needs("infra-clock", "compile"));
    pom("shop", "<artifactId>shop</artifactId>" + needs("infra-web", "compile"));
    Files.createDirectories(project.resolve("infra/clock/src/main/java"));
    Files.writeString(project.resolve("infra/clock/src/main/java/A.java"), "class A {}");
  }

  @Test
  void knowsWhatAModuleIsMadeOf() {
    Modules modules = Modules.read(project);

    assertThat(modules.ingredients("shop"))
        .containsExactlyInAnyOrder("shop", "infra/web", "infra/clock");
    assertThat(modules.jar("shop")).isEqualTo(project.resolve("shop/target/shop.jar"));
  }

  @Test
  void changesItsDigestWithASourceFurtherDownButNotWithATestOrATime() throws Exception {
    Modules modules = Modules.read(project);
    String before = SourceDigest.of(project, modules.ingredients("shop"));

    Path source = project.resolve("infra/clock/src/main/java/A.java");
    Files.setLastModifiedTime(source, java.nio.file.attribute.FileTime.fromMillis(0));
    Files.createDirectories(project.resolve("shop/src/test"));
    Files.writeString(project.resolve("shop/src/test/B.java"), "class B {}");
    assertThat(SourceDigest.of(project, modules.ingredients("shop"))).isEqualTo(before);

    Files.writeString(source, "class A { int b; }");
    assertThat(SourceDigest.of(project, modules.ingredients("shop"))).isNotEqualTo(before);
  }

  private static String needs(String artifact, String scope) {
    return "<dependencies><dependency><groupId>io.posthouse</groupId><artifactId>%s</artifactId><scope>%s</scope></dependency></dependencies>"
        .formatted(artifact, scope);
  }

  private void pom(String folder, String content) throws Exception {
    Files.createDirectories(project.resolve(folder));
    Files.writeString(
        project.resolve(folder).resolve("pom.xml"), "<project>" + content + "</project>");
  }
}
