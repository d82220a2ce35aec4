package dev.keyturn.internal.stores;

import static dev.keyturn.model.ErrorCode.DENIED;
import static dev.keyturn.model.ErrorCode.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies below a root and is no secret, and links, which may lead anywhere. */
class FileKindsTest {
  private final FileProvider provider = new FileProvider();

  @TempDir
  private Path temp;

  private Path root;
  private Path outside;

  @BeforeEach
  void lay() throws Exception {
    root = Files.createDirectory(temp.resolve("root"));
    outside = Disk.write(temp.resolve("elsewhere/private-name"), "not yours").getParent();
  }

  private String fetch(String ref) throws Exception {
    try (SecretStore store = TestContext.withRoots(root).open(provider)) {
      return TestContext.fetch(provider, store, ref).reveal();
    }
  }

  private void refuses(String ref, ErrorCode code, String says) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fetch(ref))
        .withMessageContaining(says)
        .withMessageNotContaining("private-name")
        .withMessageNotContaining("elsewhere")
        .matches(e -> e.code() == code, "is " + code);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsRefusedWithoutWaitingForAWriter() throws Exception {
    Disk.pipe(root.resolve("pipe"));
    Disk.link(root.resolve("link"), "pipe");
    refuses("file://pipe", DENIED, "not a regular file");
    refuses("file://link", DENIED, "not a regular file");
    refuses("file://pipe/", NOT_FOUND, "no such directory");
    refuses("file://pipe/x", NOT_FOUND, "no such file");
  }

  @Test
  void aDeviceIsRefused() {
    root = Path.of("/dev");
    refuses("file://null", DENIED, "not a regular file");
    refuses("file://zero", DENIED, "not a regular file");
  }

  @Test
  void aSocketIsRefused() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
      refuses("file://socket", DENIED, "not a regular file");
    }
  }

  @Test
  void aFileThatHidesItsSizeIsCounted() {
    root = Path.of("/proc");
    refuses("file://kallsyms", DENIED, "larger than 1 MiB");
  }

  @Test
  void aLinkWithinTheRootIsFollowed() throws Exception {
    Disk.write(root.resolve("real/a"), "x");
    Disk.link(root.resolve("relative"), "real/a");
    Disk.link(root.resolve("absolute"), root.resolve("real/a").toString());
    Disk.link(root.resolve("directory"), "./real");
    Disk.link(root.resolve("real/up"), "../directory/../relative");
    assertThat(fetch("file://relative")).isEqualTo("x");
    assertThat(fetch("file://absolute")).isEqualTo("x");
    assertThat(fetch("file://directory/a")).isEqualTo("x");
    assertThat(fetch("file://real/up")).isEqualTo("x");
  }

  @Test
  void aLinkOutOfTheRootIsRefused() throws Exception {
    Disk.link(root.resolve("absolute"), outside.resolve("private-name").toString());
    Disk.link(root.resolve("relative"), "../elsewhere/private-name");
    Disk.link(root.resolve("directory"), "../elsewhere");
    Disk.link(root.resolve("disguised"), root + "/../elsewhere/private-name");
    Disk.link(root.resolve("twice"), "relative");
    refuses("file://absolute", DENIED, "leads out of its root");
    refuses("file://relative", DENIED, "leads out of its root");
    refuses("file://directory/private-name", DENIED, "leads out of its root");
    refuses("file://directory/", DENIED, "leads out of its root");
    refuses("file://disguised", DENIED, "leads out of its root");
    refuses("file://twice", DENIED, "store.file.roots");
  }

  @Test
  void aRootBesideWithTheSameBeginningIsOutside() throws Exception {
    Disk.write(temp.resolve("root-2/a"), "not yours");
    Disk.link(root.resolve("a"), temp.resolve("root-2/a").toString());
    refuses("file://a", DENIED, "leads out of its root");
  }

  @Test
  void aLinkThatLeadsNowhereIsMissing() throws Exception {
    Disk.link(root.resolve("dangling"), "gone");
    refuses("file://dangling", NOT_FOUND, "no such file");
  }

  @Test
  void linksThatLeadInACircleAreRefused() throws Exception {
    Disk.link(root.resolve("a"), "b");
    Disk.link(root.resolve("b"), "a");
    refuses("file://a", DENIED, "links on the way");
  }

  @Test
  void aRootMayItselfBeALink() throws Exception {
    Disk.write(root.resolve("a"), "x");
    Path link = Disk.link(temp.resolve("link"), "root");
    Disk.link(root.resolve("b"), link.resolve("a").toString());
    root = link;
    assertThat(fetch("file://a")).isEqualTo("x");
    assertThat(fetch("file://b")).isEqualTo("x");
  }

  @Test
  void theIdentityOfThePodIsNotServedBelowADefaultRoot() throws Exception {
    Disk.write(root.resolve("kubernetes.io/serviceaccount/token"), "identity");
    Disk.write(root.resolve("db/azure"), "mine");
    Disk.link(root.resolve("alias"), "kubernetes.io/serviceaccount/token");
    TestContext context =
        TestContext.named("file").withVariable("CREDENTIALS_DIRECTORY", root.toString());
    try (SecretStore store = context.open(provider)) {
      for (String ref : new String[] {
        "file://kubernetes.io/serviceaccount/token",
        "file://kubernetes.io/",
        "file://KUBERNETES.IO/serviceaccount/token",
        "file://eks.amazonaws.com/serviceaccount/token",
        "file://azure/tokens/azure-identity-token",
        "file://alias"
      }) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> TestContext.fetch(provider, store, ref))
            .withMessageContaining("store.file.roots")
            .matches(e -> e.code() == DENIED, ref);
      }
      assertThat(TestContext.fetch(provider, store, "file://db/azure").reveal()).isEqualTo("mine");
    }
    assertThat(fetch("file://kubernetes.io/serviceaccount/token")).isEqualTo("identity");
  }
}
