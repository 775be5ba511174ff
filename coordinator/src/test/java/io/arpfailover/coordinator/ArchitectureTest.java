package io.arpfailover.coordinator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.arpfailover.coordinator.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Test;

/** The rules of the layout, as far as imports and names show them. */
class ArchitectureTest {
    private static final String BASE = "io.arpfailover.coordinator";
    private static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(BASE);

    @Test
    void coreUsesOnlyCoreAndPlainValues() {
        classes()
                .that(resideInAPackage(BASE + ".tenure.."))
                .or(resideInAPackage(BASE + ".election.."))
                .or(resideInAPackage(BASE + ".time.."))
                .or(resideInAPackage(BASE + ".binding.."))
                .should()
                .onlyDependOnClassesThat(isCore().or(isPlainJava()))
                .check(CLASSES);
    }

    @Test
    void onlyTwoPackagesKnowZooKeeper() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".zookeeper..", BASE + ".server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..", "org.apache.jute..")
                .check(CLASSES);
    }

    @Test
    void theServerKnowsNoCurator() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.curator..", BASE + ".zookeeper..", BASE + ".tenure..")
                .check(CLASSES);
    }

    @Test
    void onlyTheClockReadsTheMonotonicTime() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Clock.class)
                .should()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void nobodySleepsOrDrawsUninjectedRandomness() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
        noClasses().should().callConstructor(Random.class).check(CLASSES);
        noClasses().should().callMethod(Math.class, "random").check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(CLASSES);
    }

    @Test
    void onlyTheShellLogs() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + ".tenure..", BASE + ".time..", BASE + ".binding..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..", "java.io..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> isCore() {
        return resideInAPackage(BASE + ".tenure..")
                .or(resideInAPackage(BASE + ".election.."))
                .or(resideInAPackage(BASE + ".binding.."))
                .or(resideInAPackage(BASE + ".time.."));
    }

    /** java.util holds a clock and two timers as well, and those are no values. */
    private static DescribedPredicate<JavaClass> isPlainJava() {
        return describe(
                "java.lang, java.util, java.util.random, java.util.function, java.util.regex, java.time.Duration",
                type -> type.getBaseComponentType().isPrimitive()
                        || type.isEquivalentTo(Duration.class)
                        || (isPlainPackage(type.getBaseComponentType().getPackageName()) && !isClockOrTimer(type)));
    }

    private static boolean isClockOrTimer(JavaClass type) {
        return type.isEquivalentTo(Date.class)
                || type.isEquivalentTo(Timer.class)
                || type.isEquivalentTo(TimerTask.class);
    }

    private static boolean isPlainPackage(String name) {
        return switch (name) {
            case "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.util",
                    "java.util.function",
                    "java.util.random",
                    "java.util.regex",
                    "java.util.stream" -> true;
            default -> false;
        };
    }
}
