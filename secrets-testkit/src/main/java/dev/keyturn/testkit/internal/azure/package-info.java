/** Azure Key Vault and the part of Entra ID that gives tokens for it, as {@code AzureKeyVaultEmulator} has them. */
@NullMarked
package dev.keyturn.testkit.internal.azure;

import org.jspecify.annotations.NullMarked;
