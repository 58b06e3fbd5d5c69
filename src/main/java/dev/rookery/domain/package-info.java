/** The vocabulary of Rookery in plain Java: ids, entries, chats, errors. Knows no library, no driver, no wire format. */
@NullMarked
@CheckReturnValue
package dev.rookery.domain;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
