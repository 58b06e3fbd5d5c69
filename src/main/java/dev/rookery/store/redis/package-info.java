/** The ports on Redis, which holds only what can be rebuilt. The only package that knows its client. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
