package dev.rookery.testkit;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Begins with the test classes that take longest, so that none of them is left to run alone at the end. Of the threads
 * of JUnit's pool one takes classes from the front of the list and the others from its back.
 */
public final class LongClassesFirst implements ClassOrderer {
    private static final List<String> FRONT = List.of("TortureIT", "OwnerLossIT", "BenchIT");
    private static final List<String> BACK = List.of("ThreeNodesIT", "WebPageOutageIT", "DevCommandIT", "WebPageIT");

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors().sort(Comparator.comparingInt(LongClassesFirst::place));
    }

    private static int place(ClassDescriptor descriptor) {
        String name = descriptor.getTestClass().getSimpleName();
        return FRONT.contains(name) ? FRONT.indexOf(name) - FRONT.size() : BACK.indexOf(name) + 1;
    }
}
