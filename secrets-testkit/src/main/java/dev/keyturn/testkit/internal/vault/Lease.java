package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something lent for a time, which ends with the token it was lent to. */
final class Lease {
  final String id;
  final Namespace namespace;
  final String path;
  final Token owner;
  final Lent lent;
  private final Instant issued;
  private @Nullable Instant renewed;
  private Instant expiry;

  Lease(Ask ask, Token owner, Lent lent, Duration lifetime, Instant now) {
    String suffix = ask.namespace().isRoot() ? "" : "." + ask.namespace().id;
    this.namespace = ask.namespace();
    this.path = ask.path();
    this.id = path + "/" + Ids.random(24) + suffix;
    this.owner = owner;
    this.lent = lent;
    this.issued = now;
    this.expiry = now.plus(lifetime);
  }

  /** What can be lent. */
  interface Lent {
    /** How long a renewal may last. */
    Grant again(@Nullable Duration increment, Instant issued, Instant now);

    /** Takes it back; throws if that is impossible for now. */
    void end();
  }

  Grant renew(@Nullable Duration increment, Instant now) {
    Grant grant = lent.again(increment, issued, now);
    renewed = now;
    expiry = now.plus(grant.lifetime());
    return grant;
  }

  boolean isOver(Instant now) {
    return !now.isBefore(expiry);
  }

  /** Lets it be taken back as soon as that is possible. */
  void expire(Instant now) {
    expiry = isOver(now) ? expiry : now;
  }

  Map<String, @Nullable Object> describe(Instant now) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("expire_time", expiry.toString());
    data.put("id", id);
    data.put("issue_time", issued.toString());
    data.put("last_renewal", renewed == null ? null : renewed.toString());
    data.put("path", path);
    data.put("renewable", !isOver(now));
    data.put("ttl", Duration.between(now, expiry).toSeconds());
    return data;
  }
}
