/** The schema: migrations, their lock and checksums. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra.schema;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
