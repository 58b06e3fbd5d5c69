/** Ports to the engines that keep state. Every method returns a Future; adapters are in the sub-packages. */
@NullMarked
@CheckReturnValue
package dev.rookery.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
