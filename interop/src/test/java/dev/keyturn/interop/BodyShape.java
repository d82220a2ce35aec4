package dev.keyturn.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What two answers to one request have in common: their members, what kind of value each is, and the
 * value itself where the request decides it.
 */
public final class BodyShape {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What differs from account to account, and from one moment to the next. */
  private static final Pattern ITS_OWN = Pattern.compile(".*/(ARN|[A-Za-z]*Date)");

  private BodyShape() {}

  /** Paths of a JSON document, each with its kind or value. */
  public static Map<String, String> ofJson(String body) throws JsonProcessingException {
    Map<String, String> shape = new TreeMap<>();
    collect(shape, "", JSON.readTree(body));
    return shape;
  }

  private static void collect(Map<String, String> shape, String path, JsonNode node) {
    if (node.isObject()) {
      shape.put(path + "/", "object");
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        collect(shape, path + "/" + member.getKey(), member.getValue());
      }
    } else if (node.isArray()) {
      shape.put(path + "[]", "array of " + node.size());
      for (int i = 0; i < node.size(); i++) {
        collect(shape, path + "[" + i + "]", node.get(i));
      }
    } else {
      String kind = node.isNumber() ? kindOf(node) : node.getNodeType().toString();
      shape.put(path, ITS_OWN.matcher(path).matches() ? kind : kind + " " + node.asText());
    }
  }

  private static String kindOf(JsonNode number) {
    return number.isIntegralNumber() ? "INTEGER" : "FRACTION";
  }

  /** Paths of an XML document, in any order; of values only type and code of an error. */
  public static Map<String, String> ofXml(String body) throws IOException {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      Map<String, String> shape = new TreeMap<>();
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      collect(
          shape,
          "",
          factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes)).getDocumentElement());
      return shape;
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("no XML", e);
    }
  }

  private static void collect(Map<String, String> shape, String path, Element element) {
    String here = path + "/" + element.getLocalName();
    boolean told = here.matches("/ErrorResponse/Error/(Type|Code)");
    shape.put(here, element.getNamespaceURI() + (told ? " " + element.getTextContent() : ""));
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element nested) {
        collect(shape, here, nested);
      }
    }
  }
}
