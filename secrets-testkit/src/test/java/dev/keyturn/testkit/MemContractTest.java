package dev.keyturn.testkit;

class MemContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() {
    return new MemHarness();
  }
}
