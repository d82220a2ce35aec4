/** Measures Keyturn beside the caches that one would take instead. */
@NullMarked
package dev.keyturn.benchmarks;

import org.jspecify.annotations.NullMarked;
