package dev.keyturn.testkit.internal.aws;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** XML as STS writes it: nested maps are elements, in their order. */
final class Xml {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  /** What XML has no way to write, and a claim of a token may hold. */
  private static final Pattern NO_CHARACTER =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private Xml() {}

  static byte[] document(String root, Map<String, ?> children) {
    StringBuilder xml = new StringBuilder();
    xml.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">\n");
    append(xml, children, "  ");
    xml.append("</").append(root).append(">\n");
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder xml, Map<?, ?> children, String indent) {
    children.forEach((name, value) -> {
      xml.append(indent).append('<').append(name).append('>');
      if (value instanceof Map<?, ?> nested) {
        xml.append('\n');
        append(xml, nested, indent + "  ");
        xml.append(indent);
      } else {
        xml.append(escape((String) value));
      }
      xml.append("</").append(name).append(">\n");
    });
  }

  private static String escape(String text) {
    return NO_CHARACTER
        .matcher(text)
        .replaceAll("\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#13;");
  }
}
