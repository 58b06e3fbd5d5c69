package dev.rookery.testkit;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** What holds for all tests of this JVM, set before the first of them; found by JUnit through {@code META-INF/services}. */
public final class TestSession implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Patience.toAwaitility();
        UncaughtExceptions.keep();
        TestOutput.keep();
    }
}
