/** What tests share: real engines, and whatever drives a real node from outside. */
@NullMarked
@CheckReturnValue
package dev.rookery.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
