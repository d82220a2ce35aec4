/** The {@code keyturn} command: one class for each of its commands, and what they share. */
@NullMarked
package dev.keyturn.cli;

import org.jspecify.annotations.NullMarked;
