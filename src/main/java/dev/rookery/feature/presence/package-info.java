/**
 * Who is there: online, away, last seen. {@code machine} holds the rules; the verticle gives them a network, a store, a clock
 * and sockets.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.feature.presence;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
