/**
 * Google Cloud: Secret Manager ({@code gcp-sm}), with the application default credentials or the
 * identity of a CI job. For the class path only, since the SDK has packages that are split over its
 * jars. No class of the SDK is loaded before a store is opened.
 */
@NullMarked
package dev.keyturn.gcp;

import org.jspecify.annotations.NullMarked;
