package dev.keyturn.vault;

import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Vault. */
final class VaultStore implements LeasingStore {
  private final VaultSettings settings;
  private final TimeSource time;
  private final Wire wire;
  private final Vault vault;
  private final Identity identity;
  private final Mounts mounts;
  private final KvReader kv;
  private final EngineReader engines;
  private final LeaseBook book;
  private final Leasing leasing;
  private final Capabilities capabilities;

  private VaultStore(StoreContext context) throws StoreException {
    this.settings = new VaultSettings(context);
    this.time = context.time();
    boolean certificate = settings.auth() == VaultSettings.Auth.CERT;
    this.wire = new Wire(settings, new Tls(settings, certificate ? new ClientKey(settings) : null));
    this.vault = new Vault(settings, wire);
    this.book = new LeaseBook(time);
    this.identity = new Identity(
        Logins.choose(settings, vault, wire), new Tokens(vault, time), time, this::lost);
    Refusals refusals = new Refusals(settings, identity);
    this.mounts = new Mounts(settings, vault, refusals);
    this.kv = new KvReader(vault, mounts, refusals);
    this.engines = new EngineReader(vault, refusals, book, time);
    this.leasing = new Leasing(vault, identity, book, time);
    this.capabilities = new Capabilities(vault, refusals);
  }

  static VaultStore open(StoreContext context) throws StoreException {
    return new VaultStore(context);
  }

  /** What a token made goes with it. */
  private void lost(Session session) {
    book.forget(session).forEach(settings.context()::changed);
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    Deadline deadline = Deadline.in(time, timeout);
    VaultPath path = VaultPath.of(ref);
    Mount mount = mount(path, deadline);
    if (mount.isKv()) {
      return kv.read(mount, path, identity.session(deadline), deadline);
    }
    String asked = mount.apiPath(path);
    return engines.read(ref, asked, identity.sessionToLease(deadline), deadline);
  }

  private Mount mount(VaultPath path, Deadline deadline)
      throws StoreException, InterruptedException {
    return mounts.of(path, identity.session(deadline), deadline);
  }

  /** A password may be stored before it is set: then the version before is the one that is accepted. */
  @Override
  public List<SecretRef> candidates(SecretRef ref) {
    return ref.version().isPresent()
        ? List.of()
        : kv.before(ref.path()).map(ref::withVersion).stream().toList();
  }

  /** KV keeps what it holds, and so do static roles; any other engine may make something when read. */
  @Override
  public boolean probe(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    Deadline deadline = Deadline.in(time, timeout);
    VaultPath path = VaultPath.of(ref);
    Mount mount = mount(path, deadline);
    String asked = mount.apiPath(path); // first: it refuses a mount alone
    if (mount.isKv() || mount.rest(path).startsWith("static-cred")) {
      return false;
    }
    capabilities.requireRead(asked, identity.session(deadline), deadline);
    return true;
  }

  @Override
  public Lease renew(Lease lease, Duration wanted, Duration timeout)
      throws StoreException, InterruptedException {
    return leasing.renew(lease, Deadline.in(time, timeout));
  }

  @Override
  public void revoke(Lease lease, Duration timeout) throws StoreException, InterruptedException {
    leasing.revoke(lease, Deadline.in(time, timeout));
  }

  /** Leases go with the token that they were made with; those of a token that was given stay. */
  @Override
  public Collection<Lease> logOut(Collection<Lease> held, Duration timeout)
      throws StoreException, InterruptedException {
    identity.logOut(Deadline.in(time, timeout));
    return held.stream().filter(lease -> book.find(lease) != null).toList();
  }

  @Override
  public Map<String, String> describe() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("address", settings.address().toString());
    settings.config("namespace").ifPresent(namespace -> shown.put("namespace", namespace));
    shown.put("identity", identity.describe());
    return shown;
  }

  @Override
  public void close() {
    wire.close();
  }
}
