/** The web client: its files as the build made them (src/main/web), and the headers that guard them. */
@NullMarked
@CheckReturnValue
package dev.rookery.web;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
