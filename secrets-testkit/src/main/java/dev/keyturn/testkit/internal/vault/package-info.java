/** Vault, as its clients see it. */
@NullMarked
package dev.keyturn.testkit.internal.vault;

import org.jspecify.annotations.NullMarked;
