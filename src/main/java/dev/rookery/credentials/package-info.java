/** What the nodes of one cluster know each other by: the secret they share, and their certificates. */
@NullMarked
@CheckReturnValue
package dev.rookery.credentials;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
