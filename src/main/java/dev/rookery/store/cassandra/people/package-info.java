/** Accounts, devices and the addresses people come from. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra.people;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
