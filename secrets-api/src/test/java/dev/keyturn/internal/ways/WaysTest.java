package dev.keyturn.internal.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaysTest {
  private static final String FAR = "https://secrets.example.com";

  @Test
  void theStoresOwnProxyComesFirst() throws StoreException {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://other:1", "NO_PROXY", "secrets.example.com");
    assertThat(way("http://own:3128", environment, FAR)).isEqualTo("own:3128");
    assertThat(way("http://own:3128", environment, "http://vault:8200")).isEqualTo("own:3128");
  }

  @Test
  void noneIsDirectWhateverTheEnvironmentSays() throws StoreException {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://user:hunter2@proxy:3128");
    assertThat(way("none", environment, FAR)).isEqualTo("direct");
    assertThat(way(" none ", environment, "http://vault:8200")).isEqualTo("direct");
  }

  @Test
  void theVariablesComeNextInUpperCaseFirst() throws StoreException {
    assertThat(way(null, Map.of("https_proxy", "http://lower:2"), FAR)).isEqualTo("lower:2");
    assertThat(way(null, Map.of("HTTPS_PROXY", "http://upper:1", "https_proxy", "http://l:2"), FAR))
        .isEqualTo("upper:1");
    assertThat(way(null, Map.of("HTTPS_PROXY", " ", "https_proxy", "http://lower:2"), FAR))
        .isEqualTo("lower:2");
    assertThat(way(null, Map.of("HTTPS_PROXY", "http://p:1", "no_proxy", "example.com"), FAR))
        .isEqualTo("direct");
    assertThat(way(
            null,
            Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", "else", "no_proxy", "example.com"),
            FAR))
        .isEqualTo("p:1");
  }

  @Test
  void theVariablesAreForHttpsOnly() throws StoreException {
    assertThat(way(null, Map.of("HTTPS_PROXY", "http://p:1"), "http://vault:8200"))
        .isEqualTo("direct");
    assertThat(way(null, Map.of("HTTPS_PROXY", "http://p:1"), "HTTPS://vault:8200"))
        .isEqualTo("p:1");
  }

  @Test
  void theProcessComesLastAndHearsOfItsOwnFailuresOnly() throws StoreException {
    List<String> failed = new ArrayList<>();
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("process", 9)));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        failed.add(uri.getHost());
      }
    });
    try {
      assertThat(way(null, Map.of(), FAR)).isEqualTo("process:9");
      assertThat(way(null, Map.of("NO_PROXY", ".example.com"), FAR)).isEqualTo("direct");
      assertThat(way(null, Map.of(), "https://localhost:8200")).isEqualTo("direct");
      SocketAddress address = InetSocketAddress.createUnresolved("p", 1);
      Ways.of("aws", null, Map.of())
          .connectFailed(URI.create("https://a"), address, new IOException());
      Ways.of("aws", "http://p:1", Map.of())
          .connectFailed(URI.create("https://b"), address, new IOException());
      assertThat(failed).containsExactly("a");
      ProxySelector.setDefault(null);
      assertThat(way(null, Map.of(), FAR)).isEqualTo("direct");
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:8200",
        "https://LOCALHOST.",
        "http://127.0.0.1:4566",
        "https://127.255.0.9",
        "https://[::1]:8200",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[::ffff:127.0.0.1]",
        "http://169.254.169.254/latest/meta-data",
        "http://169.254.170.2",
        "http://[fe80::1%25eth0]:80",
        "http://[febf::1]",
        "http://metadata.google.internal/computeMetadata/v1/"
      })
  void whatIsNearIsReachedDirectly(String near) throws StoreException {
    assertThat(way("http://own:3128", Map.of(), near)).isEqualTo("direct");
    assertThat(way(null, Map.of("HTTPS_PROXY", "p:1"), near.replace("http:", "https:")))
        .isEqualTo("direct");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost.example.com",
        "https://notlocalhost",
        "https://127.0.0.1.example.com",
        "https://128.0.0.1",
        "https://169.253.0.1",
        "https://10.0.0.1",
        "https://[::2]",
        "https://[fec0::1]",
        "https://[fd00::1]",
        "https://host_with_underscore"
      })
  void whatIsFarIsNot(String far) throws StoreException {
    assertThat(way("http://own:3128", Map.of(), far)).isEqualTo("own:3128");
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, https://example.com, true",
    "example.com, https://a.example.com, true",
    "example.com, https://notexample.com, false",
    "EXAMPLE.com, https://A.Example.COM, true",
    "example.com, https://example.com., true",
    "example.com., https://example.com, true",
    ".example.com, https://a.b.example.com, true",
    ".example.com, https://example.com, false",
    "*.example.com, https://a.example.com, true",
    "*.example.com, https://example.com, false",
    "*, https://anything.example, true",
    "'a.example, *', https://anything.example, true",
    "*example.com, https://a.example.com, false",
    "example.com:8200, https://example.com:8200, true",
    "example.com:8200, https://example.com, false",
    "example.com:443, https://example.com, true",
    "example.com:99999, https://example.com, false",
    "example.com:x, https://example.com, false",
    "10.1.2.3, https://10.1.2.3, true",
    "10.1.2.3, https://10.1.2.4, false",
    "10.1.2.3:8200, https://10.1.2.3:8200, true",
    "10.1.2.3:8200, https://10.1.2.3, false",
    "10.0.0.0/8, https://10.255.0.1, true",
    "10.0.0.0/8, https://11.0.0.1, false",
    "10.0.0.0/9, https://10.127.0.1, true",
    "10.0.0.0/9, https://10.128.0.1, false",
    "0.0.0.0/0, https://8.8.8.8, true",
    "0.0.0.0/0, https://[fd00::1], false",
    "0.0.0.0/0, https://name.example, false",
    "10.0.0.0/33, https://10.0.0.0, false",
    "10.0.0.0/, https://10.0.0.0, false",
    "name/8, https://name, false",
    "fd00::/8, https://[fd12:3456::1], true",
    "fd00::/8, https://[fe00::1], false",
    "fd00::1, https://[fd00:0::1]:8200, true",
    "[fd00::1]:8200, https://[fd00::1]:8200, true",
    "[fd00::1]:8200, https://[fd00::1], false",
    "[fd00::1], https://[fd00::1], true",
    "zz::1, https://[fd00::1], false",
    "'a.example,,  b.example ', https://b.example, true",
    "'a.example b.example', https://b.example, true",
    "',', https://b.example, false",
    "., https://b.example, false"
  })
  void noProxyIsReadAsOthersReadIt(String list, String address, boolean direct)
      throws StoreException {
    assertThat(way(null, Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", list), address))
        .isEqualTo(direct ? "direct" : "p:1");
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example.com:3128, proxy.example.com:3128",
    "http://proxy:3128/, proxy:3128",
    "HTTP://10.0.0.1:80, 10.0.0.1:80",
    "' http://proxy:3128 ', proxy:3128",
    "http://[fd00::1]:3128, fd00::1:3128"
  })
  void aProxyIsAHostAndAPort(String text, String expected) throws StoreException {
    assertThat(way(text, Map.of(), FAR)).isEqualTo(expected);
  }

  @Test
  void aVariableMayLeaveTheSchemeOut() throws StoreException {
    assertThat(way(null, Map.of("HTTPS_PROXY", "proxy:3128"), FAR)).isEqualTo("proxy:3128");
    assertThat(way(null, Map.of("HTTPS_PROXY", "10.0.0.1:3128"), FAR)).isEqualTo("10.0.0.1:3128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:hunter2@proxy:3128",
        "http://hunter2@proxy:3128",
        "user:hunter2@proxy:3128",
        "http://user:hunt er2@proxy:3128",
        "https://hunter2.example:3128",
        "socks5://hunter2:1080",
        "http://hunter2.example",
        "http://hunter2.example:0",
        "http://hunter2.example:65536",
        "http://proxy:3128/hunter2",
        "http://proxy:3128?hunter2",
        "http://proxy:3128#hunter2",
        "http://hunter2 proxy:3128",
        "http://:3128",
        "hunter2"
      })
  void whatIsNoAddressOfAProxyIsRefusedAndNotRepeated(String text) {
    assertRefused("store.aws.proxy", text, Map.of());
    assertRefused("HTTPS_PROXY", null, Map.of("HTTPS_PROXY", text));
    assertRefused("https_proxy", null, Map.of("https_proxy", text));
  }

  @Test
  void theConfigurationSpellsTheScheme() {
    assertRefused("store.aws.proxy", "hunter2:3128", Map.of());
    assertRefused("store.aws.proxy", "", Map.of());
  }

  private static void assertRefused(
      String what, @Nullable String own, Map<String, String> environment) {
    assertThatThrownBy(() -> Ways.of("aws", own, environment))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageStartingWith(what + " ")
        .hasMessageEndingWith("store.aws.proxy=none")
        .message()
        .doesNotContain("hunt");
  }

  private static String way(@Nullable String own, Map<String, String> environment, String address)
      throws StoreException {
    Proxy proxy = Ways.of("aws", own, environment).select(URI.create(address)).get(0);
    if (proxy.type() == Proxy.Type.DIRECT) {
      return "direct";
    }
    InetSocketAddress at = (InetSocketAddress) proxy.address();
    assertThat(at.isUnresolved()).isTrue();
    return at.getHostString() + ":" + at.getPort();
  }
}
