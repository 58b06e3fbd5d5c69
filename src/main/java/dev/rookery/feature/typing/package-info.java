/** Who is writing right now. */
@NullMarked
@CheckReturnValue
package dev.rookery.feature.typing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
