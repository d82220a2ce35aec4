package dev.keyturn.internal.ways;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy, as Go and curl read the variable: {@code host} and all
 * below it, {@code .host} and {@code *.host} what is below it, addresses and blocks of them, each with a
 * port or without, and {@code *}. What is none of these is passed over: others read the variable too, and
 * by rules of their own.
 */
final class NoProxy {
  private static final int ANY_PORT = -1;
  private static final int MAX_PORT = 65_535;

  private final List<Rule> rules = new ArrayList<>();

  private NoProxy() {}

  static NoProxy read(String list) {
    NoProxy read = new NoProxy();
    StringTokenizer entries = new StringTokenizer(list, ", \t\r\n");
    while (entries.hasMoreTokens()) {
      Rule rule = Rule.read(entries.nextToken());
      if (rule != null) {
        read.rules.add(rule);
      }
    }
    return read;
  }

  boolean covers(String plainHost, int port) {
    byte[] ip = Host.literal(plainHost);
    return rules.stream().anyMatch(rule -> rule.covers(plainHost, ip, port));
  }

  /** One entry: a name, or a block of addresses. */
  private static final class Rule {
    private final String name;
    private final byte @Nullable [] block;
    private final int bits;
    private final int port;

    private Rule(String name, byte @Nullable [] block, int bits, int port) {
      this.name = name;
      this.block = block;
      this.bits = bits;
      this.port = port;
    }

    static @Nullable Rule read(String entry) {
      int colon = portColon(entry);
      if (colon < 0) {
        return read(entry, ANY_PORT);
      }
      int port = Host.number(entry, colon + 1, entry.length(), MAX_PORT);
      return port < 0 ? null : read(entry.substring(0, colon), port);
    }

    /** Where the port begins: after the only colon, or after the one that follows a bracket. */
    private static int portColon(String entry) {
      int bracket = entry.indexOf("]:");
      if (bracket >= 0) {
        return bracket + 1;
      }
      int colon = entry.indexOf(':');
      return colon == entry.lastIndexOf(':') ? colon : -1;
    }

    private static @Nullable Rule read(String what, int port) {
      int slash = what.indexOf('/');
      String host = Host.plain(slash < 0 ? what : what.substring(0, slash));
      byte[] ip = Host.literal(host);
      if (slash >= 0) {
        int most = ip == null ? 0 : ip.length * Byte.SIZE;
        int bits = Host.number(what, slash + 1, what.length(), most);
        return ip == null || bits < 0 ? null : new Rule(host, ip, bits, port);
      }
      if (ip != null) {
        return new Rule(host, ip, ip.length * Byte.SIZE, port);
      }
      String name = host.startsWith("*.") ? host.substring(1) : host;
      return name.isEmpty() || name.equals(".") ? null : new Rule(name, null, 0, port);
    }

    boolean covers(String host, byte @Nullable [] ip, int asked) {
      if (port != ANY_PORT && port != asked) {
        return false;
      }
      if (block != null) {
        return ip != null && ip.length == block.length && isWithin(ip, block, bits);
      }
      if (name.equals("*")) {
        return true;
      }
      return name.startsWith(".")
          ? host.endsWith(name)
          : host.equals(name) || host.endsWith("." + name);
    }

    private static boolean isWithin(byte[] ip, byte[] block, int bits) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if (((ip[bit / Byte.SIZE] ^ block[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
