/** The workings of the emulator of Google Secret Manager, and of the token services before it. */
@NullMarked
package dev.keyturn.testkit.internal.gcp;

import org.jspecify.annotations.NullMarked;
