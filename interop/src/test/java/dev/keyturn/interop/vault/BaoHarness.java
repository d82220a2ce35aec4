package dev.keyturn.interop.vault;

import dev.keyturn.interop.servers.BlackHole;
import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Toxiproxy;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import dev.keyturn.testkit.StoreHarness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** A mount of its own on OpenBao, read over TLS, with toxiproxy in between. */
final class BaoHarness implements StoreHarness {
  private static int mounts;

  private final OpenBao server;
  private final Certificate certificate;
  private final String mount = "kv-" + ++mounts;
  private final String token;
  private final Toxiproxy way;
  private final BlackHole hole = new BlackHole();

  BaoHarness(OpenBao server, Certificate certificate) throws IOException {
    this.server = server;
    this.certificate = certificate;
    this.way = Toxiproxy.to(server.port());
    server.admin().mountVersioned(mount);
    server.admin().policy(mount, "path \"" + mount + "/*\" { capabilities = [\"read\"] }");
    token = server.admin().newToken(mount, "1h");
  }

  @Override
  public SecretStoreProvider provider() {
    return ServiceLoader.load(SecretStoreProvider.class).stream()
        .filter(offer -> offer.type().getAnnotation(StoreKind.class).value().equals("vault"))
        .findFirst()
        .orElseThrow()
        .get();
  }

  @Override
  public SecretRef ref(String name) {
    return SecretRef.parse("vault://" + mount + "/" + name + "#value");
  }

  @Override
  public List<String> nonsense() {
    return List.of("vault://kv", "vault://kv/prod/", "vault://kv/db?version=latest");
  }

  @Override
  public Map<Ability, String> cannot() {
    return Map.of(Ability.BINARY, "its values are JSON, which holds text");
  }

  @Override
  public SecretStore open() throws StoreException {
    return provider()
        .open(context(Map.of(
            "address",
            "https://127.0.0.1:" + way.port(),
            "auth",
            "token",
            "token",
            token,
            "ca-cert",
            certificate.authority().toString())));
  }

  private String path(String name) {
    return mount + "/data/" + name;
  }

  @Override
  public void put(String name, byte[] value) {
    server.admin().call("PUT", path(name), Map.of("data", Map.of("value", text(value))));
  }

  private static String text(byte[] value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw new UnsupportedOperationException("no text", e);
    }
  }

  @Override
  public void delete(String name) {
    server.admin().call("DELETE", path(name), Map.of());
  }

  @Override
  public void deny(String name) {
    server
        .admin()
        .policy(
            mount,
            "path \"" + mount + "/*\" { capabilities = [\"read\"] }",
            "path \"" + path(name) + "\" { capabilities = [\"deny\"] }");
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
    way.leadTo(server.port());
  }

  @Override
  public void close() throws IOException {
    way.close();
    hole.close();
    server.admin().revoke(token);
  }
}
