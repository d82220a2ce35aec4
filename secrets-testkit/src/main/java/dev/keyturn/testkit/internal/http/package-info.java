/** What all emulators share: an HTTP server on loopback, its faults, and its latency. */
@NullMarked
package dev.keyturn.testkit.internal.http;

import org.jspecify.annotations.NullMarked;
