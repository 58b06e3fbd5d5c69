/**
 * What is built on the spines, a package each. Features plug into {@link dev.rookery.feature.Slot}s and know no other
 * feature; the spines ({@code gateway}, {@code api}, {@code chat}, {@code delivery}) know none.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.feature;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
