package dev.rookery.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The house of docs/developer.md: who may know whom, and what nobody may do. */
class HouseRulesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.rookery");
    private static final String ROOT = "dev.rookery.";
    /** The edge carries the modules of others, and owners are asked through their client. */
    private static final Set<String> KNOWN_TO_VERTICLES = Set.of("edge", "ownership");

    private static final String[] SPINES = {
        "dev.rookery.api..", "dev.rookery.gateway..", "dev.rookery.chat..", "dev.rookery.persistence.."
    };
    /**
     * Shapes for clients belong into {@code wire}. The others: what nodes tell each other (bus, the roster), tokens, problems,
     * health, the contracts and what is read by them (api, the bodies of operations), and frames that a transport has to
     * look into.
     */
    private static final String[] JSON_PACKAGES = {
        "dev.rookery.wire",
        "dev.rookery.bus",
        "dev.rookery.node",
        "dev.rookery.auth",
        "dev.rookery.edge",
        "dev.rookery.management",
        "dev.rookery.api..",
        "dev.rookery.feature..",
        "dev.rookery.gateway",
        "dev.rookery.gateway.stream",
        "dev.rookery.rehearsal",
        "dev.rookery.cli..",
        "dev.rookery.tool.."
    };

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

    /** Which packages those are is looked up: a new verticle is held to it without a line here. */
    @Test
    void verticlePackagesMeetOnTheBus() {
        Set<String> rooms = CLASSES.stream()
                .filter(type -> type.isAssignableTo(VerticleBase.class))
                .map(type -> room(type.getPackageName()))
                .collect(Collectors.toSet());
        assertThat(rooms).contains("gateway", "chat", "persistence", "feature.account");
        for (String room : rooms) {
            String[] others = rooms.stream()
                    .filter(other -> !other.equals(room) && !KNOWN_TO_VERTICLES.contains(other))
                    .map(HouseRulesTest::under)
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(under(room))
                    .should()
                    .dependOnClassesThat(
                            are(resideInAnyPackage(others)).and(not(resideInAnyPackage("dev.rookery..spi"))))
                    .because("verticle packages meet on the bus, or where features plug in");
            rule.check(CLASSES);
        }
    }

    @Test
    void featuresKnowNoOtherFeature() {
        ArchRule rule = slices().matching("dev.rookery.feature.(*)..").should().notDependOnEachOther();
        rule.check(CLASSES);
    }

    @Test
    void featuresKnowOfTheSpinesOnlyWhereTheyPlugIn() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.rookery.feature..")
                .should()
                .dependOnClassesThat(are(resideInAnyPackage(SPINES)).and(not(resideInAnyPackage("dev.rookery..spi"))));
        rule.check(CLASSES);
    }

    /** And nobody else does than who makes the node. */
    @Test
    void spinesKnowNoFeature() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery.feature..", "dev.rookery.node..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rookery.feature..");
        rule.check(CLASSES);
    }

    /** Where an extension plugs in stands what it sees, and nothing of the spine behind it. */
    @Test
    void whereFeaturesPlugInKnowsNothingBehindIt() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.rookery..spi")
                .should()
                .dependOnClassesThat(are(resideInAnyPackage(SPINES)).and(not(resideInAnyPackage("dev.rookery..spi"))));
        rule.check(CLASSES);
    }

    /** They run in the simulator as they run in a node. */
    @Test
    void pureMachinesTouchNothing() {
        ArchRule rule = noClasses()
                .that()
                .resideInAnyPackage("dev.rookery..machine", "dev.rookery..sequencer", "dev.rookery.domain")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..",
                        "io.netty..",
                        "com.hazelcast..",
                        "com.datastax..",
                        "io.micrometer..",
                        "org.slf4j..",
                        "java.io..",
                        "java.net..",
                        "java.nio.file..",
                        "dev.rookery.store.cassandra..",
                        "dev.rookery.store.redis..",
                        "dev.rookery.bus..",
                        "dev.rookery.wire..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis");
        rule.check(CLASSES);
    }

    @Test
    void theServerKnowsNoToolAndNoCommandLine() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.rookery", "dev.rookery.cli..", "dev.rookery.tool..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.rookery.tool..", "dev.rookery.cli..");
        rule.check(CLASSES);
    }

    /** What a client sees has its shape in one place. */
    @Test
    void jsonIsWrittenInFewPlaces() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(JSON_PACKAGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..", "io.vertx.core.json..");
        rule.check(CLASSES);
    }

    @Test
    void busAndWireKnowOnlyTheDomain() {
        ArchRule rule = noClasses()
                .that()
                .resideInAnyPackage("dev.rookery.bus..", "dev.rookery.wire..")
                .should()
                .dependOnClassesThat(are(resideInAPackage("dev.rookery.."))
                        .and(are(not(resideInAnyPackage(
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

    /** The package of a feature, or the outermost one of anything else; without the root. */
    private static String room(String packageName) {
        String inside = packageName.substring(ROOT.length());
        String[] parts = inside.split("\\.", -1);
        return parts[0].equals("feature") ? parts[0] + "." + parts[1] : parts[0];
    }

    private static String under(String room) {
        return ROOT + room + "..";
    }
}
