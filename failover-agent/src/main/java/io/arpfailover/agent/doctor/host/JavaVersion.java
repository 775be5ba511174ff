package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.util.List;

/** Whether the Java that runs this, and so mostly the agent too, is one it is made for. */
final class JavaVersion implements Examination {
    private static final int OLDEST = 17;

    @Override
    public String subject() {
        return "java";
    }

    @Override
    public List<Remark> examine() {
        return List.of(judge(Runtime.version()));
    }

    Remark judge(Runtime.Version version) {
        if (version.feature() < OLDEST) {
            return Remark.bad(
                    subject(),
                    "Java " + version + " is older than " + OLDEST,
                    "install openjdk-17-jre-headless or a newer one, or name it as JAVA_HOME");
        }
        return version.pre().isPresent()
                ? Remark.advice(subject(), "Java " + version + " is a preview of a release", "run one that is released")
                : Remark.good(subject(), "Java " + version);
    }
}
