/** Where the identity of a CI job comes from, one class for each kind of source. They see the SPI only. */
@NullMarked
package dev.keyturn.internal.identity;

import org.jspecify.annotations.NullMarked;
