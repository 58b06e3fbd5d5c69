/** The web client: its files, how they are put together without a build step, and the headers that guard them. */
@NullMarked
@CheckReturnValue
package dev.rookery.web;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
