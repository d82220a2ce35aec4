package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for the versions of a secret, or of all below a mount. */
final class KvSettings {
  /** How many versions are kept; zero for the usual number. */
  int most;

  /** How long a version is readable; zero for ever. */
  Duration deleteAfter = Duration.ZERO;

  boolean casRequired;
  private boolean metadataCasRequired;

  void change(Fields body) {
    most = (int) body.number("max_versions", most);
    deleteAfter = body.span("delete_version_after", deleteAfter);
    casRequired = body.flag("cas_required", casRequired);
    metadataCasRequired = body.flag("metadata_cas_required", metadataCasRequired);
  }

  Map<String, @Nullable Object> describe() {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("cas_required", casRequired);
    data.put("delete_version_after", Spans.full(deleteAfter));
    data.put("max_versions", most);
    data.put("metadata_cas_required", metadataCasRequired);
    return data;
  }
}
