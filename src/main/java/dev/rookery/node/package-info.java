/** The composition root: makes the clients, stores and verticles of one process, and takes them down again. The only package that may name every other. */
@NullMarked
@CheckReturnValue
package dev.rookery.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
