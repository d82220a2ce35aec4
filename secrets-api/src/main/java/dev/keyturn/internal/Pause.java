package dev.keyturn.internal;

/**
 * How long one secret is left alone after it failed.
 *
 * @param until when it may be asked for again
 * @param since when it began to fail, without an answer since
 * @param madeAt when it failed last
 * @param reported whether the log has named it since it last answered
 */
record Pause(long until, long since, long madeAt, boolean reported) {}
