package dev.rookery.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What tests leave to the testkit, so that each owns what it begins and prints nothing. */
class TestRulesTest {
    private static final JavaClasses TESTS = new ClassFileImporter()
            .importPackages("dev.rookery")
            .that(nameMatching("dev\\.rookery\\.(?!testkit).*(Test|IT)(\\$.*)?"));

    @Test
    void testsWriteToTheirLog() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a run that passes is quiet: use testkit.Notes")
                .check(TESTS);
    }

    @Test
    void testsOwnTheirThreads() {
        noClasses()
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .callMethodWhere(
                        target(nameMatching("(supply|run)Async")).and(target(owner(type(CompletableFuture.class)))))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .because("the outcome of such a thread is nobody's: use testkit.Background")
                .check(TESTS);
    }

    @Test
    void testsShareTheHttpClient() {
        noClasses()
                .should()
                .callMethod(HttpClient.class, "newHttpClient")
                .orShould()
                .callMethod(HttpClient.class, "newBuilder")
                .because("it can't be closed: use testkit.TestHttp")
                .check(TESTS);
    }
}
