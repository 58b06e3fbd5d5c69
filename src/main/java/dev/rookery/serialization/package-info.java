/** How domain values look in JSON and CBOR: ids are strings, instants are RFC 3339. */
@NullMarked
@CheckReturnValue
package dev.rookery.serialization;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
