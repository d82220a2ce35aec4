/** A small deployment tool. It knows its secrets by name only, so that tests need no store. */
package dev.keyturn.examples.deploy;
