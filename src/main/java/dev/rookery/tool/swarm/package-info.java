/**
 * Many clients in one process, on one event loop: what {@code rookery bench} and {@code rookery torture} drive a cluster
 * with. Speaks the public contracts only, as any client does.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.tool.swarm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
