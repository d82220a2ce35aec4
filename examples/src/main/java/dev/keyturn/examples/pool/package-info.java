/** A pool of connections whose password changes underneath, and a migration tool that uses one. */
package dev.keyturn.examples.pool;
