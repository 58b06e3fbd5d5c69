package dev.rookery.node;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Objects that notice when somebody makes them anew from bytes. */
final class Traps {
    static final AtomicInteger SPRUNG = new AtomicInteger();

    private Traps() {}

    /** In Java's own form. */
    static final class JavaTrap implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) {
            SPRUNG.incrementAndGet();
        }
    }

    /** In Java's own form, but with a class name of Hazelcast's making in front. */
    public static final class ExternalTrap implements Externalizable {
        private static final long serialVersionUID = 1;

        @Override
        public void writeExternal(ObjectOutput out) {}

        @Override
        public void readExternal(ObjectInput in) {
            SPRUNG.incrementAndGet();
        }
    }

    /** In the form of Hazelcast that names a class. */
    public static final class DataTrap implements DataSerializable {
        @Override
        public void writeData(ObjectDataOutput out) {}

        @Override
        public void readData(ObjectDataInput in) {
            SPRUNG.incrementAndGet();
        }
    }

    /** In the form of Hazelcast that needs no preparation of the class. */
    static final class CompactTrap {
        final int number = 7;
    }
}
