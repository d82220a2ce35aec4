/** The front door: fetch a secret, hold a live one, hear of its rotation. */
@NullMarked
package dev.keyturn;

import org.jspecify.annotations.NullMarked;
