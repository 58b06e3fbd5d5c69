package dev.rookery.testkit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Says of each test class that fails where its logs are; found by JUnit through {@code META-INF/services}. */
public final class WhereToLook implements TestExecutionListener {
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.FAILED) {
            String name = test.getSource()
                    .map(source -> source instanceof MethodSource method
                            ? method.getClassName()
                            : source instanceof ClassSource type ? type.getClassName() : "run")
                    .orElse("run");
            result.getThrowable().ifPresent(failure -> TestOutput.append(name, test.getDisplayName(), failure));
            if (said.add(name)) {
                TestOutput.tell(test.getDisplayName() + " failed; the log: " + TestOutput.of(name)
                        + ", that of what classes share: " + TestOutput.of("run"));
            }
        }
    }
}
