/** How far devices got in their chats. */
@NullMarked
@CheckReturnValue
package dev.rookery.feature.receipts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
