/**
 * For tests: a store in memory, a clock that is moved by hand, a JUnit extension that brings them
 * together, and the contract that every store must pass.
 */
@NullMarked
package dev.keyturn.testkit;

import org.jspecify.annotations.NullMarked;
