package dev.rookery.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Makes each test class answer for its own threads: a class fails if one of them ended by an exception, or still runs when
 * the class is over. What a thread throws after that fails the run, under the name of the class. Found by JUnit through
 * {@code META-INF/services}, before any other extension: so it looks last, when all of them have closed what they have.
 */
public final class Responsibility implements BeforeAllCallback {
    /** How long threads of a class that is over may take to end, in ms. */
    static final String PATIENCE = "dev.rookery.testkit.threads.patience";

    private static final Namespace NAMESPACE = Namespace.create(Responsibility.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        boolean nested =
                context.getParent().flatMap(ExtensionContext::getTestClass).isPresent();
        if (!nested) {
            Store run = context.getRoot().getStore(NAMESPACE);
            Run all = run.getOrComputeIfAbsent(Run.class, key -> new Run(), Run.class);
            Term term = new Term(
                    context.getRequiredTestClass(),
                    context.getConfigurationParameter(PATIENCE, millis -> Duration.ofMillis(Long.parseLong(millis)))
                            .orElse(Patience.LIMIT));
            all.owners.add(term.owner);
            context.getStore(NAMESPACE).put(Term.class, term);
        }
    }

    private static String told(String name, List<Throwable> strays) {
        return strays.stream()
                .map(stray -> "a thread of " + name + " ended by " + stray)
                .collect(Collectors.joining("\n"));
    }

    /** From before the first test of a class until after its last. */
    private static final class Term implements CloseableResource {
        private final Thread thread = Thread.currentThread();
        private final @Nullable ClassLoader before = thread.getContextClassLoader();
        private final TestOwner owner;
        private final Duration patience;

        Term(Class<?> test, Duration patience) {
            this.patience = patience;
            owner = new TestOwner(test, before);
            thread.setContextClassLoader(owner);
        }

        @Override
        public void close() {
            List<Thread> left = owner.threadsLeft(owner.name().endsWith("IT") ? Duration.ZERO : patience);
            List<Throwable> strays = owner.takeStrays();
            List<String> complaints = new ArrayList<>();
            if (!left.isEmpty()) {
                String names =
                        left.stream().map(Thread::getName).sorted().toList().toString();
                if (owner.name().endsWith("IT")) {
                    // Not a failure as long as what nodes leave behind is not told apart; for who looks for a leak.
                    Notes.note("threads that were left: %s", names);
                } else {
                    complaints.add(owner.name() + " is over and did not end its threads: " + names);
                }
            }
            thread.setContextClassLoader(before);
            if (!strays.isEmpty()) {
                complaints.add(told(owner.name(), strays));
            }
            fail(complaints, strays);
        }
    }

    /** All classes of a run, and what no class is known to have started. */
    private static final class Run implements CloseableResource {
        private final ConcurrentLinkedQueue<TestOwner> owners = new ConcurrentLinkedQueue<>();
        private final boolean outermost = UncaughtExceptions.beginRun();

        @Override
        public void close() {
            List<String> complaints = new ArrayList<>();
            List<Throwable> strays = new ArrayList<>();
            for (TestOwner owner : owners) {
                List<Throwable> late = owner.takeStrays();
                if (!late.isEmpty()) {
                    strays.addAll(late);
                    complaints.add(told(owner.name(), late) + ", after the class was over");
                }
            }
            if (outermost) {
                List<Throwable> others = UncaughtExceptions.endRun();
                if (!others.isEmpty()) {
                    strays.addAll(others);
                    complaints.add(told("no test class", others));
                }
            }
            fail(complaints, strays);
        }
    }

    private static void fail(List<String> complaints, List<Throwable> strays) {
        if (!complaints.isEmpty()) {
            AssertionError failure = new AssertionError(String.join("\n", complaints));
            strays.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
