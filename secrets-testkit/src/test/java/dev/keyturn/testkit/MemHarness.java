package dev.keyturn.testkit;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.testkit.internal.MemProvider;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Shows the store in memory to the contract, also as somebody breaks it. */
class MemHarness implements StoreHarness {
  private final InMemoryStore store = new InMemoryStore();
  private final UnaryOperator<SecretStore> asBroken;
  private int fetchesBeforeHang;

  MemHarness() {
    this(UnaryOperator.identity());
  }

  MemHarness(UnaryOperator<SecretStore> asBroken) {
    this.asBroken = asBroken;
  }

  @Override
  public SecretStoreProvider provider() {
    return new MemProvider();
  }

  @Override
  public SecretStore open() {
    return asBroken.apply(store);
  }

  @Override
  public List<String> nonsense() {
    return List.of("mem://prod/", "mem:///prod/");
  }

  @Override
  public void put(String name, byte[] value) {
    store.put(name, value);
  }

  @Override
  public void delete(String name) {
    store.delete(name);
  }

  @Override
  public void deny(String name) {
    store.deny(name);
  }

  @Override
  public void breakDown() {
    store.failNext(ErrorCode.UNAVAILABLE, Integer.MAX_VALUE);
  }

  @Override
  public void hang() {
    fetchesBeforeHang = store.fetches();
    store.delay(Duration.ofHours(1));
  }

  @Override
  public void awaitHanging() {
    while (store.fetches() == fetchesBeforeHang) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void recover() {
    store.failNext(ErrorCode.UNAVAILABLE, 0);
    store.delay(Duration.ZERO);
  }
}
