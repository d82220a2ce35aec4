package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** Holds an ARN against the region and the accounts that the store is meant for. */
final class AwsAccounts {
  private final AwsClients clients;
  private final AwsCalls calls;
  private final List<String> allowed;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Own own;

  AwsAccounts(AwsClients clients, AwsCalls calls) throws StoreException {
    this.clients = clients;
    this.calls = calls;
    this.allowed = clients.settings().accounts();
  }

  /** The account of a login; another login may be of another. */
  private record Own(Object login, String account) {}

  /** Looks at an ARN in a reference before anything is asked for it. */
  void check(Arn arn) throws StoreException, InterruptedException {
    String region = clients.region().id();
    if (!arn.region().equals(region)) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE,
          "the ARN is of region "
              + arn.region()
              + ", the store reads "
              + region
              + "; configure a second store for the other region");
    }
    if (!(allowed.isEmpty() ? own().equals(arn.account()) : allowed.contains(arn.account()))) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE,
          "the ARN is of account "
              + arn.account()
              + ", which is not the caller's and not in "
              + key()
              + "; add it there if it is meant");
    }
  }

  /** Looks at the ARN of an answer before its value is handed out. */
  void checkAnswer(@Nullable String text) throws StoreException {
    if (allowed.isEmpty()) {
      return;
    }
    String account = text == null ? "" : Arn.parse(text).map(Arn::account).orElse("");
    if (!allowed.contains(account)) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE,
          "the answer comes from "
              + (account.isEmpty() ? "no account" : "account " + account)
              + ", which is not in "
              + key()
              + "; are these the right credentials?");
    }
  }

  private String key() {
    return "store." + clients.context().name() + ".accounts";
  }

  private String own() throws StoreException, InterruptedException {
    String known = known();
    return known == null ? askOnce() : known;
  }

  private @Nullable String known() {
    Own known = own;
    return known != null && clients.identity().isCurrent(known.login()) ? known.account() : null;
  }

  /** Whoever comes meanwhile waits for the same answer. */
  private String askOnce() throws StoreException, InterruptedException {
    asking.lockInterruptibly();
    try {
      String known = known();
      return known == null ? ask() : known;
    } finally {
      asking.unlock();
    }
  }

  private String ask() throws StoreException, InterruptedException {
    GetCallerIdentityRequest request = GetCallerIdentityRequest.builder()
        .overrideConfiguration(call -> call.credentialsProvider(clients.identity()))
        .build();
    String account = calls
        .ask(
            new Question(AwsOperation.GET_CALLER_IDENTITY, "*", ""),
            () -> clients.sts().getCallerIdentity(request))
        .account();
    if (account == null) {
      throw new StoreException(ErrorCode.MALFORMED, "STS names no account; set " + key());
    }
    Object login = Deadline.current().login();
    own = login == null ? null : new Own(login, account);
    return account;
  }
}
