/**
 * {@code rookery torture}: real node processes with real engines, clients that never give up, and a nemesis that kills,
 * stops, drains and cuts what it can reach. Afterwards a pure checker compares what the clients were told with what is
 * stored.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.tool.torture;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
