/** The nouns: references, secrets, versions, leases, errors. Immutable; nothing here does I/O. */
@NullMarked
package dev.keyturn.model;

import org.jspecify.annotations.NullMarked;
