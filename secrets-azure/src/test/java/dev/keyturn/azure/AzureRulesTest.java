package dev.keyturn.azure;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.keyturn", importOptions = ImportOption.DoNotIncludeTests.class)
class AzureRulesTest {
  /** Whoever holds a name that looks like a vault's would be given the token. */
  @ArchTest
  static final ArchRule theChallengesResourceIsAlwaysChecked =
      noClasses().should().callMethodWhere(target(name("disableChallengeResourceVerification")));

  @ArchTest
  static final ArchRule nothingOfTheMachineIsReadPastTheEngine = noClasses()
      .that()
      .resideInAPackage("dev.keyturn.azure")
      .should()
      .callMethod(System.class, "getenv")
      .orShould()
      .callMethod(System.class, "getenv", String.class)
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule theProviderItselfLoadsNoClassOfTheSdk = noClasses()
      .that()
      .haveSimpleName("AzureKeyVaultProvider")
      .or()
      .haveSimpleName("AzureSettings")
      .or()
      .haveSimpleName("SecretName")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("com.azure..", "com.microsoft..", "reactor..");
}
