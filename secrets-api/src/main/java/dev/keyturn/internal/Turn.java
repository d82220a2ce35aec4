package dev.keyturn.internal;

/**
 * Leave to try a value.
 *
 * @param base the value
 * @param trial whether others wait for the outcome
 * @param candidate whether it is another version than the store's current one
 * @param on the generation of the store's current value when the leave was given
 */
record Turn(Base base, boolean trial, boolean candidate, long on) {}
