package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * Everything below a path as one secret. The service gives it in pages, between which somebody may
 * write: then it is read until two readings in a row are the same. What has been read stays, so that
 * another attempt goes on with the page that failed. Not safe for use by several threads.
 */
final class ParameterTree {
  private static final int MOST_READINGS = 5;
  private static final int MOST_PARAMETERS = 1000;

  private final ParameterCalls calls;
  private final ParameterName tree;
  private @Nullable Reading before;
  private Reading current = new Reading();
  private int readings;

  ParameterTree(ParameterCalls calls, ParameterName tree) {
    this.calls = calls;
    this.tree = tree;
  }

  /** One walk through all pages: what there is, in which versions, and whether it stood still. */
  private static final class Reading {
    private final Map<String, byte[]> fields = new TreeMap<>();
    private final Map<String, Long> versions = new TreeMap<>();
    private @Nullable Instant start;
    private Instant lastChange = Instant.MIN;
    private int pages;
    private @Nullable String next;

    boolean stoodStill() {
      return pages == 1 || (start != null && lastChange.isBefore(start));
    }
  }

  StoredSecret fetch() throws StoreException, InterruptedException {
    while (true) {
      read(current);
      if (current.stoodStill() || (before != null && before.versions.equals(current.versions))) {
        return stored(current);
      }
      if (++readings == MOST_READINGS) {
        throw new StoreException(
            ErrorCode.UNAVAILABLE, "its parameters kept changing while they were read");
      }
      before = current;
      current = new Reading();
    }
  }

  private StoredSecret stored(Reading reading) throws StoreException {
    if (reading.fields.isEmpty()) {
      throw new StoreException(
          ErrorCode.NOT_FOUND,
          "there is no "
              + calls.question(AwsOperation.GET_PARAMETERS_BY_PATH, tree).resource()
              + "; is it in another region or account?");
    }
    return StoredSecret.ofFields(reading.fields);
  }

  private void read(Reading reading) throws StoreException, InterruptedException {
    do {
      GetParametersByPathResponse page = calls.page(tree, reading.next);
      if (reading.pages++ == 0) {
        reading.start = HttpDate.of(page.sdkHttpResponse()).orElse(null);
      }
      for (Parameter parameter : page.parameters()) {
        add(reading, parameter);
      }
      reading.next = page.nextToken();
    } while (reading.next != null && !reading.next.isEmpty());
  }

  private void add(Reading reading, Parameter parameter) throws StoreException {
    String below = tree.base() + "/";
    String name = parameter.name();
    if (name == null || !name.startsWith(below) || reading.fields.size() >= MOST_PARAMETERS) {
      throw new StoreException(
          ErrorCode.MALFORMED,
          reading.fields.size() >= MOST_PARAMETERS
              ? "the tree has more than " + MOST_PARAMETERS + " parameters"
              : "the answer holds parameters that are not below the path");
    }
    String field = name.substring(below.length());
    reading.fields.put(field, calls.value(tree, parameter));
    reading.versions.put(field, parameter.version() == null ? 0 : parameter.version());
    Instant changed = parameter.lastModifiedDate();
    if (changed != null && changed.isAfter(reading.lastChange)) {
      reading.lastChange = changed;
    }
  }
}
