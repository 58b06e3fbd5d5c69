/** Who is calling: access tokens, passwords, refresh tokens, WebSocket tickets. */
@NullMarked
@CheckReturnValue
package dev.rookery.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
