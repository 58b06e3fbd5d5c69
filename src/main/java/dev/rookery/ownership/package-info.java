/** Which node sequences which chat, and how a request finds it. */
@NullMarked
@CheckReturnValue
package dev.rookery.ownership;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
