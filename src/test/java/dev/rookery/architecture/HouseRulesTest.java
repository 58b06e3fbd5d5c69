package dev.rookery.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The house of docs/developer.md: who may know whom, and what nobody may do. */
class HouseRulesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.rookery");
    private static final Set<String> VERTICLE_PACKAGES = Set.of("api", "gateway", "chat", "persistence", "web");
    private static final Pattern DRAWER =
            Pattern.compile(".*\\.(util|utils|common|helper|helpers|impl|misc|manager|managers|dto)(\\..*)?");

    @Test
    void packagesHaveNoCycles() {
        ArchRule rule = slices().matching("dev.rookery.(**)").should().beFreeOfCycles();
        rule.check(CLASSES);
    }

    @Test
    void domainIsPlainJava() {
        ArchRule rule = classes()
                .that()
                .resideInAPackage("dev.rookery.domain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify..", "com.google.errorprone.annotations..", "dev.rookery.domain");
        rule.check(CLASSES);
    }

    @Test
    void apiKnowsNoOtherVerticle() {
        ArchRule rule = verticlePackageKnowsNoOther("api");
        rule.check(CLASSES);
    }

    @Test
    void gatewayKnowsNoOtherVerticle() {
        ArchRule rule = verticlePackageKnowsNoOther("gateway");
        rule.check(CLASSES);
    }

    @Test
    void chatKnowsNoOtherVerticle() {
        ArchRule rule = verticlePackageKnowsNoOther("chat");
        rule.check(CLASSES);
    }

    @Test
    void persistenceKnowsNoOtherVerticle() {
        ArchRule rule = verticlePackageKnowsNoOther("persistence");
        rule.check(CLASSES);
    }

    @Test
    void webKnowsNoOtherVerticle() {
        ArchRule rule = verticlePackageKnowsNoOther("web");
        rule.check(CLASSES);
    }

    @Test
    void busAndWireKnowOnlyTheDomain() {
        ArchRule rule = noClasses()
                .that()
                .resideInAnyPackage("dev.rookery.bus..", "dev.rookery.wire..")
                .should()
                .dependOnClassesThat(are(resideInAPackage("dev.rookery.."))
                        .and(are(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(
                                "dev.rookery.bus..",
                                "dev.rookery.wire..",
                                "dev.rookery.async..",
                                "dev.rookery.cluster..",
                                "dev.rookery.domain..")))));
        rule.check(CLASSES);
    }

    @Test
    void wireDoesNotKnowTheBus() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.rookery.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rookery.bus..");
        rule.check(CLASSES);
    }

    @Test
    void cassandraDriverStaysInItsAdapter() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery.store.cassandra..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.datastax..", "io.vertx.cassandra..");
        rule.check(CLASSES);
    }

    @Test
    void redisClientStaysInItsAdapter() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery.store.redis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.redis..");
        rule.check(CLASSES);
    }

    @Test
    void hazelcastStaysInTheCompositionRoot() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery.node..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast..");
        rule.check(CLASSES);
    }

    @Test
    void storeAdaptersAreMadeByTheCompositionRootAndTheCli() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.rookery.store.cassandra..",
                        "dev.rookery.store.redis..",
                        "dev.rookery.node..",
                        "dev.rookery.cli..",
                        "dev.rookery.tool.dev..",
                        "dev.rookery.tool.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.rookery.store.cassandra..", "dev.rookery.store.redis..");
        rule.check(CLASSES);
    }

    @Test
    void onlyTheBusPackageTouchesTheEventBus() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery.bus..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(EventBus.class);
        rule.check(CLASSES);
    }

    @Test
    void verticlesExtendVerticleBase() {
        ArchRule rule =
                classes().that().haveSimpleNameEndingWith("Verticle").should().beAssignableTo(VerticleBase.class);
        rule.check(CLASSES);
    }

    @Test
    void nobodySleeps() {
        ArchRule rule = noClasses().should().callMethod(Thread.class, "sleep", long.class);
        rule.check(CLASSES);
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery", "dev.rookery.cli..", "dev.rookery.tool.dev..")
                .should()
                .callMethod(System.class, "exit", int.class);
        rule.check(CLASSES);
    }

    @Test
    void wallClockIsInjected() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery.cli..", "dev.rookery.tool.dev..", "dev.rookery.tool.engine..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis");
        rule.check(CLASSES);
    }

    /** Else digits and letters depend on who starts the process: addresses in Arabic digits, a Turkish dotless i. */
    @Test
    void everyTextIsFormattedInALocaleThatIsNamed() {
        ArchRule rule = noClasses()
                .should()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintStream.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintWriter.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
                .because("Locale.ROOT is for machines, another one only for a person who chose it");
        rule.check(CLASSES);
    }

    @Test
    void noDrawers() {
        ArchRule rule = classes().should(new ArchCondition<>("not live in a drawer") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean drawer = DRAWER.matcher(type.getPackageName()).matches();
                events.add(
                        new SimpleConditionEvent(type, !drawer, type.getName() + " lives in " + type.getPackageName()));
            }
        });
        rule.check(CLASSES);
    }

    private static ArchRule verticlePackageKnowsNoOther(String name) {
        String[] others = VERTICLE_PACKAGES.stream()
                .filter(other -> !other.equals(name))
                .map(other -> "dev.rookery." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.rookery." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("verticle packages meet on the bus")
                .allowEmptyShould(true);
    }
}
