/** Servers and programs that others wrote: installed at the first need, started, and stopped. */
package dev.keyturn.interop.servers;
