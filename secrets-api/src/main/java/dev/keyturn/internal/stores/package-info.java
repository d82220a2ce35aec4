/** The stores that need no SDK: environment variables and files. They see the SPI only. */
@NullMarked
package dev.keyturn.internal.stores;

import org.jspecify.annotations.NullMarked;
