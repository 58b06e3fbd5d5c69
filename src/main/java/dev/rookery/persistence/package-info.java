/** Every write and read of messages passes here: bounded concurrency, bounded queues, repeats of idempotent work. */
@NullMarked
@CheckReturnValue
package dev.rookery.persistence;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
