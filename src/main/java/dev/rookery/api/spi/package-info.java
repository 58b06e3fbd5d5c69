/** What an operation of the contract is made of. Features implement it. */
@NullMarked
@CheckReturnValue
package dev.rookery.api.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
