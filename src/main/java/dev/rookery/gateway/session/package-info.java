/** One client at one gateway: its frames in, its answers, its end. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
