/** The HTTP API: routes made from the OpenAPI contract, which also checks every request. */
@NullMarked
@CheckReturnValue
package dev.rookery.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
