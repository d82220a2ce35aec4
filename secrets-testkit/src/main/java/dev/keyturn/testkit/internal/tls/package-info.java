/** Certificates of an authority that nobody but a test trusts, made without any other program. */
@NullMarked
package dev.keyturn.testkit.internal.tls;

import org.jspecify.annotations.NullMarked;
