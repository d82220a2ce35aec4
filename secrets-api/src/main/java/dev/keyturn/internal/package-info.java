/**
 * The engine: cache, loading, freshness, outages, leases, rotation. Nothing of it is exported.
 */
@NullMarked
package dev.keyturn.internal;

import org.jspecify.annotations.NullMarked;
