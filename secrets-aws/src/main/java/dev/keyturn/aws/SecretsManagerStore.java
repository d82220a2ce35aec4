package dev.keyturn.aws;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/** Secrets Manager. */
final class SecretsManagerStore implements BatchStore {
  private static final List<String> OTHER_STAGES = List.of("AWSPENDING", "AWSPREVIOUS");

  private final AwsClients clients;
  private final AwsCalls calls;
  private final AwsAccounts accounts;
  private final SecretsManagerCalls secrets;

  /** Secrets that we may read and not describe. */
  private final Set<SecretRef> undescribed = ConcurrentHashMap.newKeySet();

  private SecretsManagerStore(AwsClients clients) throws StoreException {
    this.clients = clients;
    this.calls = new AwsCalls(clients.context().time(), clients.identity());
    this.accounts = new AwsAccounts(clients, calls);
    SecretsManagerClient client = clients.secretsManager();
    this.secrets = new SecretsManagerCalls(client, calls, accounts, clients.region());
  }

  static SecretsManagerStore open(StoreContext context) throws StoreException {
    return new SecretsManagerStore(new AwsClients(context, AwsService.SECRETS_MANAGER));
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    SecretName name = SecretName.of(ref);
    return calls.fetch(timeout, () -> secrets.get(checked(name)));
  }

  /** Asks which version bears the stage, which costs no read of a value. */
  @Override
  public Optional<StoredSecret> fetchIfChanged(SecretRef ref, StoredSecret known, Duration timeout)
      throws StoreException, InterruptedException {
    SecretName name = SecretName.of(ref);
    return calls.fetch(timeout, () -> {
      checked(name);
      Optional<DescribeSecretResponse> description = describe(ref, name);
      if (description.isEmpty()) {
        StoredSecret read = secrets.get(name);
        undescribed.add(ref);
        return Optional.of(read);
      }
      SecretStages stages = new SecretStages(description.get());
      if (!stages.show(name, known)) {
        return Optional.of(secrets.get(name).withRotatesAt(stages.rotatesAt()));
      }
      return known.rotatesAt().equals(Optional.ofNullable(stages.rotatesAt()))
          ? Optional.empty()
          : Optional.of(known.withRotatesAt(stages.rotatesAt()));
    });
  }

  private Optional<DescribeSecretResponse> describe(SecretRef ref, SecretName name)
      throws StoreException, InterruptedException {
    return undescribed.contains(ref) ? Optional.empty() : secrets.describe(name);
  }

  private SecretName checked(SecretName name) throws StoreException, InterruptedException {
    if (name.arn() != null) {
      accounts.check(name.arn());
    }
    return name;
  }

  @Override
  public Map<SecretRef, Result> fetchAll(Collection<SecretRef> refs, Duration timeout)
      throws StoreException, InterruptedException {
    return calls.fetch(
        timeout, () -> new SecretBatch(secrets, accounts, calls).fetch(List.copyOf(refs)));
  }

  @Override
  public List<SecretRef> candidates(SecretRef ref) {
    return ref.version().isPresent()
        ? List.of()
        : OTHER_STAGES.stream().map(ref::withVersion).toList();
  }

  @Override
  public Map<String, String> describe() {
    return clients.describe();
  }

  @Override
  public void close() {
    clients.close();
  }
}
