/** JSON, as the emulators read and write it. */
@NullMarked
package dev.keyturn.testkit.internal.json;

import org.jspecify.annotations.NullMarked;
