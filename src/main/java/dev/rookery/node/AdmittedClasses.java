package dev.rookery.node;

import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.Set;

/**
 * The classes that Hazelcast can make objects of. Whoever connects to its port can name a class in what they send, and
 * Hazelcast makes an object of it before it looks at who sent it: its filter in {@code cluster.xml} judges Java's own
 * serialisation only, and its DataSerializable, Compact, Class and Enum forms name classes, too. So it gets a class loader
 * that refuses every class but its own, the two that Vert.x keeps in its maps, and those of the JDK's base packages that
 * exceptions are made of.
 */
final class AdmittedClasses extends ClassLoader {
    private static final String HAZELCAST = "com.hazelcast.";
    private static final Set<String> OF_VERTX =
            Set.of(HazelcastNodeInfo.class.getName(), HazelcastRegistrationInfo.class.getName());
    private static final Set<String> OF_JAVA = Set.of("java.lang", "java.util", "java.util.concurrent", "java.io");

    AdmittedClasses() {
        super("admitted", AdmittedClasses.class.getClassLoader());
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        // What is not there at all is reported as such: Hazelcast looks for things it can do without.
        Class<?> found = super.loadClass(name);
        if (!isAdmitted(found)) {
            // No ClassNotFoundException: on that one Hazelcast asks other class loaders.
            throw new SecurityException("no object of " + name + " is made for the cluster");
        }
        return found;
    }

    private static boolean isAdmitted(Class<?> type) {
        return type.getName().startsWith(HAZELCAST)
                || OF_VERTX.contains(type.getName())
                || OF_JAVA.contains(type.getPackageName());
    }
}
