package io.arpfailover.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rules about packages and imports, as a failing build. They hold for packages that do not exist yet, too. */
class ArchitectureTest {
    private static final String AGENT = "io.arpfailover.agent";
    private static final String[] CORE = {
        AGENT + ".wire..",
        AGENT + ".acd..",
        AGENT + ".announce..",
        AGENT + ".neighbor..",
        AGENT + ".proxy..",
        AGENT + ".inspect..",
        AGENT + ".audit..",
        AGENT + ".scan..",
        AGENT + ".sniffer..",
        AGENT + ".multihome..",
        AGENT + ".takeover..",
        AGENT + ".role..",
        AGENT + ".health.."
    };
    private static final String[] CORE_OF_THE_COORDINATOR = {
        "io.arpfailover.coordinator.time..", "io.arpfailover.coordinator.tenure.."
    };
    /** What the compiler itself calls for records, lambdas and string concatenation counts as java.lang. */
    private static final String[] OF_THE_JDK = {
        "java.lang",
        "java.lang.annotation",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "java.util.random"
    };

    private static final JavaClasses AGENT_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(AGENT);

    @Test
    void theClassesAreFound() {
        assertTrue(AGENT_CLASSES.size() > 10, "only " + AGENT_CLASSES.size() + " classes");
    }

    @Test
    void coreImportsOnlyCoreAndTheArithmeticOfTheJdk() {
        DescribedPredicate<JavaClass> allowed = resideInAnyOf(CORE)
                .or(resideInAnyOf(CORE_OF_THE_COORDINATOR))
                .or(resideInAnyOf(OF_THE_JDK))
                .or(JavaClass.Predicates.equivalentTo(Duration.class))
                .as("core, coordinator.time, coordinator.tenure, java.lang, java.util, java.util.random or Duration");
        check(classes().that().resideInAnyPackage(CORE).should().onlyDependOnClassesThat(alsoArraysOf(allowed)));
    }

    @Test
    void coreDrawsNoRandomnessAndReadsNoClockAndStartsNoThread() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, System.Logger.class, Random.class));
        check(noClasses().should().callMethod(Math.class, "random"));
    }

    /** Its codec and its guard run in the simulation, and its refusals are counted, not logged. */
    @Test
    void peerImportsValuesAndTheJdkAlone() {
        check(classes()
                .that()
                .resideInAPackage(AGENT + ".peer..")
                .should()
                .onlyDependOnClassesThat(alsoArraysOf(JavaClass.Predicates.resideInAnyPackage(
                                AGENT + ".peer..", AGENT + ".wire..", "java..", "javax.crypto..")
                        .or(resideInAnyOf(CORE_OF_THE_COORDINATOR))
                        .as("peer, wire, coordinator.time, coordinator.tenure or the JDK"))));
    }

    @Test
    void onlyLinkKnowsPcap4j() {
        checkOnly("link", "org.pcap4j..");
    }

    @Test
    void onlyKernelKnowsJna() {
        checkOnly("kernel", "com.sun.jna..");
    }

    @Test
    void onlyCheckKnowsResilience4j() {
        checkOnly("check", "io.github.resilience4j..");
    }

    @Test
    void onlyMetricsKnowsMicrometer() {
        checkOnly("metrics", "io.micrometer..");
    }

    @Test
    void nobodyHereKnowsZooKeeper() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper.."));
    }

    @Test
    void timeComesFromTheClock() {
        check(noClasses().should().callMethod(System.class, "nanoTime"));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(AGENT + ".loop..", AGENT + ".control..", AGENT + ".cli..")
                .should()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void randomnessIsInjected() {
        check(noClasses().should().callConstructor(Random.class).orShould().callConstructor(Random.class, long.class));
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching(AGENT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
                .as("no class is called Manager, Helper, Util or Impl"));
    }

    private static void checkOnly(String inside, String library) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(AGENT + "." + inside + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(AGENT_CLASSES);
    }

    private static DescribedPredicate<JavaClass> resideInAnyOf(String[] packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages);
    }

    /** ArchUnit takes an array for a class of its own; what counts is what it is an array of. */
    private static DescribedPredicate<JavaClass> alsoArraysOf(DescribedPredicate<JavaClass> allowed) {
        return DescribedPredicate.describe(
                allowed.getDescription(), type -> allowed.test(type.getBaseComponentType()) || isPrimitive(type));
    }

    private static boolean isPrimitive(JavaClass type) {
        return type.getBaseComponentType().isPrimitive();
    }
}
