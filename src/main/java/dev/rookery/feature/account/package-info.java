/** People and their devices: sign-up, sign-in and its limits, refresh, sign-out, change of password. */
@NullMarked
@CheckReturnValue
package dev.rookery.feature.account;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
