/** The ports on Cassandra. The only package that knows the driver. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
