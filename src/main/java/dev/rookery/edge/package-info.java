/** The HTTP server on the public port: one router per event loop, onto which API, gateway and web page are mounted. */
@NullMarked
@CheckReturnValue
package dev.rookery.edge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
