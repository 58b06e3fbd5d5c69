/**
 * The real engines of development and tests: Cassandra and Redis as child processes on loopback, with their data and
 * logs in one directory. Blocking; nothing here runs in a production node.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.tool.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
