/** The store {@code azure-kv}: Azure Key Vault. */
@NullMarked
package dev.keyturn.azure;

import org.jspecify.annotations.NullMarked;
