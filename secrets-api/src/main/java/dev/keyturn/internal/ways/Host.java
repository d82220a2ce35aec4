package dev.keyturn.internal.ways;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the name of a host says by itself; nothing is looked up. */
final class Host {
  private static final int IPV4 = 4;

  private Host() {}

  /** As two spellings of one host are compared: no brackets, no zone, no dot at its end, lower case. */
  static String plain(String host) {
    String name = bare(host);
    int zone = name.indexOf('%');
    name = zone < 0 ? name : name.substring(0, zone);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return name.toLowerCase(Locale.ROOT);
  }

  static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * This machine, or what answers on its own link, such as a cloud's metadata; Google's goes by a name
   * too.
   */
  static boolean isNear(String plain) {
    if (plain.equals("localhost") || plain.equals("metadata.google.internal")) {
      return true;
    }
    byte[] ip = literal(plain);
    if (ip == null) {
      return false;
    }
    int first = ip[0] & 0xff;
    int second = ip[1] & 0xff;
    if (ip.length == IPV4) {
      return first == 127 || (first == 169 && second == 254);
    }
    return (first == 0xfe && (second & 0xc0) == 0x80) || isOne(ip);
  }

  private static boolean isOne(byte[] ip) {
    for (int i = 0; i < ip.length - 1; i++) {
      if (ip[i] != 0) {
        return false;
      }
    }
    return ip[ip.length - 1] == 1;
  }

  /** The bytes of an address that is written as numbers; null for a name. */
  static byte @Nullable [] literal(String plain) {
    return plain.indexOf(':') < 0 ? ipv4(plain) : ipv6(plain);
  }

  /** Four numbers without leading zeros, which some would take for octal. */
  private static byte @Nullable [] ipv4(String plain) {
    byte[] ip = new byte[IPV4];
    int part = 0;
    int start = 0;
    for (int i = 0; i <= plain.length(); i++) {
      if (i == plain.length() || plain.charAt(i) == '.') {
        int value = number(plain, start, i, 255);
        if (value < 0 || part == IPV4) {
          return null;
        }
        ip[part++] = (byte) value;
        start = i + 1;
      }
    }
    return part == IPV4 ? ip : null;
  }

  private static byte @Nullable [] ipv6(String plain) {
    boolean numbers =
        plain.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    try {
      // the JDK would look up what cannot be one
      return numbers ? InetAddress.getByName("[" + plain + "]").getAddress() : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** A decimal number as it is usually written, or -1. */
  static int number(String text, int start, int end, int max) {
    int digits = end - start;
    if (digits < 1 || digits > 5 || (digits > 1 && text.charAt(start) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value <= max ? value : -1;
  }
}
