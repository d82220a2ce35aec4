/** What ServiceLoader finds and nobody else needs. */
@NullMarked
package dev.keyturn.testkit.internal;

import org.jspecify.annotations.NullMarked;
