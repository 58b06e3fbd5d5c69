/** Names and types of all metrics: one small class per feature. */
@NullMarked
@CheckReturnValue
package dev.rookery.telemetry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
