package dev.keyturn.interop.aws;

import dev.keyturn.interop.servers.BlackHole;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.interop.servers.Toxiproxy;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import dev.keyturn.testkit.StoreHarness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** What the harnesses of both stores share: moto, and toxiproxy in front of it. */
abstract class MotoHarness implements StoreHarness {
  static final String NO_INTERRUPT =
      "the JDK's HTTP connection does not see an interrupt; it ends with its deadline";
  static final String NO_DENIAL = "moto takes every key for one with all rights";

  final Moto moto = Moto.fresh();
  private final Toxiproxy way = Toxiproxy.to(moto.port());
  private final BlackHole hole;
  private final SecretStoreProvider provider;

  MotoHarness(String kind) throws IOException {
    hole = new BlackHole();
    provider = ServiceLoader.load(SecretStoreProvider.class).stream()
        .filter(offer -> offer.type().getAnnotation(StoreKind.class).value().equals(kind))
        .findFirst()
        .orElseThrow()
        .get();
  }

  @Override
  public SecretStoreProvider provider() {
    return provider;
  }

  @Override
  public SecretStore open() throws StoreException {
    return provider.open(context(
        Map.of("region", Moto.REGION, "endpoint", way.endpoint().toString(), "auth", "none")));
  }

  static Optional<String> text(byte[] value) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public void breakDown() {
    way.refuse();
  }

  @Override
  public void hang() {
    way.leadTo(hole.port());
  }

  @Override
  public void awaitHanging() throws InterruptedException {
    hole.awaitRequest();
  }

  @Override
  public void recover() {
    way.leadTo(moto.port());
  }

  @Override
  public void close() throws IOException {
    way.close();
    hole.close();
  }
}
