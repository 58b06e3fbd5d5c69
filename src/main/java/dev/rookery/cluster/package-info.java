/** The nodes of the cluster: what roles they have and which of them live. */
@NullMarked
@CheckReturnValue
package dev.rookery.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
