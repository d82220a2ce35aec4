package dev.keyturn;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Holds the stack: dev.keyturn, internal, spi, model; imports point down only. And the two seams: the
 * clock and the environment.
 */
@AnalyzeClasses(packages = "dev.keyturn", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CLOCK = "dev.keyturn.internal.SystemTime";
  private static final String ENVIRONMENT = "dev.keyturn.SecretsBuilder";

  @ArchTest
  static final ArchRule modelSeesOnlyItself = seesOnly("dev.keyturn.model", "dev.keyturn.model");

  @ArchTest
  static final ArchRule spiSeesTheModel =
      seesOnly("dev.keyturn.spi", "dev.keyturn.spi", "dev.keyturn.model");

  @ArchTest
  static final ArchRule theStoresSeeTheSpiAsAnyProviderDoes = seesOnly(
      "dev.keyturn.internal.stores..",
      "dev.keyturn.internal.stores..",
      "dev.keyturn.spi",
      "dev.keyturn.model");

  @ArchTest
  static final ArchRule theEngineDoesNotSeeTheFrontDoor = seesOnly(
      "dev.keyturn.internal..", "dev.keyturn.internal..", "dev.keyturn.spi", "dev.keyturn.model");

  @ArchTest
  static final ArchRule packagesDoNotGoRoundInCircles =
      slices().matching("dev.keyturn.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule exportedSignaturesAreOurs = classes()
      .that(describe("are exported", ArchitectureTest::isExported))
      .should(new ShowsOnlyOurTypes());

  @ArchTest
  static final ArchRule onlyTheClockReadsTheTime =
      only(CLOCK, "the time is read", ArchitectureTest::readsTheTime);

  @ArchTest
  static final ArchRule onlyTheClockEndsWaits =
      only(CLOCK, "a wait has a timeout", ArchitectureTest::waitsForATime);

  @ArchTest
  static final ArchRule onlyTheBuilderReadsTheEnvironment =
      only(ENVIRONMENT, "it is getenv", ArchitectureTest::readsTheEnvironment);

  private static ArchRule seesOnly(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.keyturn..")
            .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(to))))
        .allowEmptyShould(true);
  }

  private static ArchRule only(String type, String what, Predicate<CodeUnitAccessTarget> access) {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(type)
        .should()
        .accessTargetWhere(describe(
            what, each -> each.getTarget() instanceof CodeUnitAccessTarget t && access.test(t)));
  }

  private static boolean isExported(JavaClass type) {
    boolean exportedPackage = Set.of("dev.keyturn", "dev.keyturn.spi", "dev.keyturn.model")
        .contains(type.getPackageName());
    boolean enclosing =
        type.getEnclosingClass().map(ArchitectureTest::isExported).orElse(true);
    return exportedPackage && enclosing && isVisible(type.getModifiers());
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean readsTheEnvironment(CodeUnitAccessTarget target) {
    return target.getOwner().isEquivalentTo(System.class) && target.getName().equals("getenv");
  }

  private static boolean readsTheTime(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    return switch (target.getName()) {
      case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
      case "now" -> owner.startsWith("java.time.");
      case "<init>" ->
        owner.equals("java.util.Date") && target.getRawParameterTypes().isEmpty();
      default -> owner.equals("java.time.Clock") && target.getName().startsWith("system");
    };
  }

  /** The waits of java.lang and java.util.concurrent that come with a time. */
  private static boolean waitsForATime(CodeUnitAccessTarget target) {
    JavaClass owner = target.getOwner();
    var parameters = target.getRawParameterTypes();
    return switch (target.getName()) {
      case "sleep", "parkNanos", "parkUntil", "orTimeout", "completeOnTimeout" -> true;
      case "wait", "join" ->
        !parameters.isEmpty()
            && (owner.isEquivalentTo(Object.class) || owner.isEquivalentTo(Thread.class));
      case "get",
          "await",
          "awaitTermination",
          "tryAcquire",
          "tryLock",
          "poll",
          "offer",
          "exchange" -> parameters.stream().anyMatch(type -> type.isEquivalentTo(TimeUnit.class));
      default -> false;
    };
  }

  /** Neither a library's type nor one of our own that is not exported. */
  private static final class ShowsOnlyOurTypes extends ArchCondition<JavaClass> {
    ShowsOnlyOurTypes() {
      super("show only types of the JDK, of JSpecify, and exported ones");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      Stream<JavaType> parents =
          Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
      report(type, type.getName(), parents, events);
      type.getMembers().stream()
          .filter(member -> isVisible(member.getModifiers()))
          .forEach(member -> report(type, member.getFullName(), types(member), events));
    }

    private static Stream<JavaType> types(JavaMember member) {
      if (member instanceof JavaField field) {
        return Stream.of(field.getType());
      }
      JavaCodeUnit unit = (JavaCodeUnit) member;
      Stream<JavaType> parameters = unit.getParameterTypes().stream();
      Stream<JavaType> thrown = unit.getExceptionTypes().stream().map(JavaType.class::cast);
      return Stream.of(parameters, thrown, Stream.of(unit.getReturnType())).flatMap(s -> s);
    }

    private static void report(
        JavaClass type, String where, Stream<JavaType> types, ConditionEvents events) {
      types
          .flatMap(each -> each.getAllInvolvedRawTypes().stream())
          .map(JavaClass::getBaseComponentType)
          .filter(raw -> !isOurs(raw))
          .forEach(raw -> {
            String message = where + " shows " + raw.getName();
            events.add(SimpleConditionEvent.violated(type, message));
          });
    }

    private static boolean isOurs(JavaClass raw) {
      String from = raw.getPackageName();
      boolean jdk = raw.isPrimitive() || from.startsWith("java.") || from.equals("javax.net.ssl");
      return jdk || isExported(raw);
    }
  }
}
