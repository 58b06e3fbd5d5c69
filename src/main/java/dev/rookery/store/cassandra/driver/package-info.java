/** Sessions, statements and what every query on Cassandra has in common. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra.driver;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
