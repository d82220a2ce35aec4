/**
 * For authors of providers. A provider talks to one kind of store and nothing else: retry, cache,
 * staleness, deadlines, wrapping of errors and "has it changed?" are the engine's.
 */
@NullMarked
package dev.keyturn.spi;

import org.jspecify.annotations.NullMarked;
