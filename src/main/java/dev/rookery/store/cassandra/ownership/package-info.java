/** Sessions of nodes and owners of shards. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra.ownership;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
