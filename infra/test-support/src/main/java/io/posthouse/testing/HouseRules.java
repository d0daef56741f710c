package io.posthouse.testing;

import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * The house style's rules that a machine can check (house-style 3.2). Every module's {@code
 * ArchitectureTest} runs them.
 */
public final class HouseRules {

  private static final List<ArchRule> RULES =
      List.of(
          noClasses()
              .should()
              .callMethod(Instant.class, "now")
              .orShould()
              .callMethod(LocalDate.class, "now")
              .orShould()
              .callMethod(LocalDateTime.class, "now")
              .orShould()
              .callMethod(System.class, "currentTimeMillis")
              .because("a Clock is injected, so that tests can move it"),
          fields()
              .should()
              .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
              .allowEmptyShould(true)
              .because("injection is by constructor"),
          classes()
              .should()
              .haveSimpleNameNotEndingWith("Impl")
              .andShould()
              .haveSimpleNameNotEndingWith("Manager")
              .andShould()
              .haveSimpleNameNotEndingWith("Helper")
              .andShould()
              .haveSimpleNameNotEndingWith("Utils")
              .because("such names say nothing"),
          noClasses()
              .should()
              .resideInAnyPackage("..service..", "..dto..", "..util..", "..common..", "..impl..")
              .because("packages are named for what they are about"),
          classes().should(have(nullMarkedPackage())).because("null is stated, not guessed"));

  private HouseRules() {}

  /**
   * Checks every rule on a package's main classes.
   *
   * @param rootPackage such as {@code io.posthouse.billing}
   */
  public static void check(String rootPackage) {
    JavaClasses classes = mainClasses(rootPackage);
    RULES.forEach(rule -> rule.check(classes));
  }

  /** A package's main classes, for rules of the module's own. */
  public static JavaClasses mainClasses(String rootPackage) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(new ImportOption.DoNotIncludeJars())
        .importPackages(rootPackage);
  }

  private static DescribedPredicate<JavaClass> nullMarkedPackage() {
    return DescribedPredicate.describe(
        "a package-info with @NullMarked",
        type ->
            type.getPackage().tryGetPackageInfo().isPresent()
                && type.getPackage().getPackageInfo().getAnnotations().stream()
                    .map(JavaAnnotation::getRawType)
                    .anyMatch(annotation -> annotation.isEquivalentTo(NullMarked.class)));
  }
}
