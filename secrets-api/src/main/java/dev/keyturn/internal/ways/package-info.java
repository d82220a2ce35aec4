/** How a store is reached: through which proxy, and whose certificates count. It sees the SPI only. */
@NullMarked
package dev.keyturn.internal.ways;

import org.jspecify.annotations.NullMarked;
