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

/**
 * The Parameter Store. To ask whether something has changed costs what reading costs, and versions
 * restart when a parameter is deleted and put again, so a parameter is simply read.
 */
final class ParameterStore implements BatchStore {
  private final AwsClients clients;
  private final AwsCalls calls;
  private final AwsAccounts accounts;
  private final ParameterCalls parameters;
  private final ParameterTrees trees;

  private ParameterStore(AwsClients clients) throws StoreException {
    this.clients = clients;
    this.calls = new AwsCalls(clients.context().time(), clients.identity());
    this.accounts = new AwsAccounts(clients, calls);
    this.parameters = new ParameterCalls(clients.ssm(), calls, accounts, clients.region());
    this.trees = new ParameterTrees(parameters, calls.time());
  }

  static ParameterStore open(StoreContext context) throws StoreException {
    return new ParameterStore(new AwsClients(context, AwsService.SSM));
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    ParameterName name = ParameterName.of(ref);
    return calls.fetch(timeout, () -> {
      if (name.arn() != null) {
        accounts.check(name.arn());
      }
      return name.isTree() ? trees.fetch(name) : parameters.get(name);
    });
  }

  @Override
  public Map<SecretRef, Result> fetchAll(Collection<SecretRef> refs, Duration timeout)
      throws StoreException, InterruptedException {
    return calls.fetch(
        timeout, () -> new ParameterBatch(parameters, calls).fetch(List.copyOf(refs)));
  }

  @Override
  public Map<String, String> describe() {
    return clients.describe();
  }

  @Override
  public void close() {
    trees.forget();
    clients.close();
  }
}
