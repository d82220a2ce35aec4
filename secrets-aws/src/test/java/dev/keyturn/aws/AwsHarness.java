package dev.keyturn.aws;

import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.StoreHarness;
import java.net.URI;
import java.util.Map;

/** What the harnesses of both stores share: the emulator and its faults. */
abstract class AwsHarness implements StoreHarness {
  final AwsEmulator emulator = AwsEmulator.start();
  private final String readCall;
  private int callsBeforeHang;

  AwsHarness(String readCall) {
    this.readCall = readCall;
  }

  static Map<String, String> settings(URI endpoint) {
    return Map.of("region", "us-east-1", "endpoint", endpoint.toString(), "auth", "none");
  }

  @Override
  public SecretStore open() throws StoreException {
    return provider().open(context(settings(emulator.endpoint())));
  }

  @Override
  public void deny(String name) {
    emulator.controls().deny(name);
  }

  @Override
  public void breakDown() {
    emulator.controls().goDown();
  }

  @Override
  public void hang() {
    callsBeforeHang = emulator.controls().calls(readCall);
    emulator.controls().blackHole(Controls.ALWAYS);
  }

  @Override
  public void awaitHanging() throws InterruptedException {
    emulator.controls().awaitCalls(readCall, callsBeforeHang + 1);
  }

  @Override
  public void recover() {
    emulator.controls().comeBack().heal();
  }

  @Override
  public void close() {
    emulator.close();
  }
}
