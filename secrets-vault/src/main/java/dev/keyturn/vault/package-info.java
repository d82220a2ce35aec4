/**
 * HashiCorp Vault and OpenBao: secrets of KV version 1 and 2, and whatever else answers a read, with the
 * lease that it may come with. Nothing of the HTTP client is loaded before a store is opened.
 */
@NullMarked
package dev.keyturn.vault;

import org.jspecify.annotations.NullMarked;
