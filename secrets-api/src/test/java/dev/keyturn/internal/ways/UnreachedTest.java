package dev.keyturn.internal.ways;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnreachedTest {
  private static final String CANARY = "canary-4711";
  private static final URI ADDRESS = URI.create("https://vault.example:8200/" + CANARY);
  private static final String TUNNEL = "Unable to tunnel through proxy. Proxy returns \"HTTP/1.";

  private static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new SocketTimeoutException(CANARY), "TIMEOUT, retryable", "no answer"),
        Arguments.of(new HttpTimeoutException(CANARY), "TIMEOUT, retryable", "no answer"),
        Arguments.of(new HttpConnectTimeoutException(CANARY), "TIMEOUT, retryable", "no answer"),
        Arguments.of(new ConnectException(CANARY), "UNAVAILABLE, retryable", "cannot be reached"),
        Arguments.of(
            new UnknownHostException(CANARY), "UNAVAILABLE, retryable", "cannot be reached"),
        Arguments.of(
            new NoRouteToHostException(CANARY), "UNAVAILABLE, retryable", "cannot be reached"),
        Arguments.of(
            new IllegalStateException(new IOException(new UnresolvedAddressException())),
            "UNAVAILABLE, retryable",
            "cannot be reached"),
        Arguments.of(new SocketException(CANARY), "UNAVAILABLE, retryable", "broke"),
        Arguments.of(new IllegalStateException(CANARY), "UNAVAILABLE, retryable", "broke"),
        Arguments.of(
            caused(new SSLHandshakeException(CANARY), new EOFException()),
            "UNAVAILABLE, retryable",
            "broke"),
        Arguments.of(new SSLHandshakeException(CANARY), "UNAVAILABLE, final", "no TLS connection"),
        Arguments.of(
            caused(
                new SSLHandshakeException(CANARY),
                caused(new CertificateException(CANARY), new CertPathBuilderException(CANARY))),
            "UNAVAILABLE, final",
            "store.vault.ca-cert"),
        Arguments.of(
            caused(
                new SSLHandshakeException(CANARY),
                caused(new CertificateException(CANARY), new CertPathValidatorException(CANARY))),
            "UNAVAILABLE, final",
            "has expired or is for another host"),
        Arguments.of(new SSLPeerUnverifiedException(CANARY), "UNAVAILABLE, final", "another host"),
        Arguments.of(
            new IOException("Wrong HTTPS hostname: should be <" + CANARY + ">"),
            "UNAVAILABLE, final",
            "another host"),
        Arguments.of(
            new IOException("HTTPS hostname wrong:  should be <" + CANARY + ">"),
            "UNAVAILABLE, final",
            "another host"));
  }

  private static <T extends Throwable> T caused(T failure, Throwable by) {
    failure.initCause(by);
    return failure;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatFailedIsToldApart(Throwable failure, String verdict, String words) {
    StoreException direct = judge(Map.of(), failure);
    assertThat(verdict(direct)).isEqualTo(verdict);
    assertThat(direct)
        .hasMessageContaining("vault.example")
        .hasMessageContaining(words)
        .message()
        .doesNotContain("proxy p:1");
    StoreException proxied = judge(Map.of("HTTPS_PROXY", "http://p:1"), failure);
    assertThat(verdict(proxied)).isEqualTo(verdict);
    assertThat(proxied).hasMessageContaining(words).hasMessageContaining("the proxy p:1");
    assertThat(direct.getMessage() + proxied.getMessage()).doesNotContain(CANARY);
  }

  private static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(TUNNEL + "1 407 " + CANARY + "\"", "UNAVAILABLE, final", "wants a login"),
        Arguments.of(TUNNEL + "0 407\"", "UNAVAILABLE, final", "wants a login"),
        Arguments.of(TUNNEL + "1 403 " + CANARY + "\"", "UNAVAILABLE, final", "status 403"),
        Arguments.of("Tunnel failed, got: 403", "UNAVAILABLE, final", "status 403"),
        Arguments.of(TUNNEL + "1 429 x\"", "UNAVAILABLE, retryable", "status 429"),
        Arguments.of(TUNNEL + "1 502 x\"", "UNAVAILABLE, retryable", "status 502"),
        Arguments.of(TUNNEL + "1 x\"", "UNAVAILABLE, retryable", "broke"),
        Arguments.of(TUNNEL + "1 " + CANARY + "\"", "UNAVAILABLE, retryable", "broke"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aProxyThatRefusesIsNamedWithItsStatus(String message, String verdict, String words) {
    StoreException failure = judge(
        Map.of("HTTPS_PROXY", "http://p:1"), new IllegalStateException(new IOException(message)));
    assertThat(verdict(failure)).isEqualTo(verdict);
    assertThat(failure).hasMessageContaining("proxy p:1").hasMessageContaining(words);
    assertThat(failure.getMessage()).doesNotContain(CANARY);
  }

  @Test
  void whatIsSaidOfProxiesMayBeWrong() {
    StoreException failure =
        judge(Map.of("HTTPS_PROXY", "http://u:" + CANARY + "@p:1"), new ConnectException());
    assertThat(verdict(failure)).isEqualTo("UNAVAILABLE, retryable");
    assertThat(failure).hasMessageStartingWith("vault.example cannot be reached");
  }

  @Test
  void theProxyIsBlamedWhereNobodyElseWasAsked() {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("p", 1));
    assertThat(Unreached.of("vault", ADDRESS, proxy, new ConnectException()))
        .hasMessageStartingWith("the proxy p:1 cannot be reached")
        .hasMessageContaining("store.vault.proxy");
    assertThat(Unreached.of(
            "vault", URI.create("https://under_score"), Proxy.NO_PROXY, new ConnectException()))
        .hasMessageStartingWith("the service cannot be reached");
  }

  private static StoreException judge(Map<String, String> environment, Throwable failure) {
    return Ways.unreached("vault", null, environment, ADDRESS, failure);
  }

  private static String verdict(StoreException failure) {
    assertThat(failure.code()).isIn(ErrorCode.TIMEOUT, ErrorCode.UNAVAILABLE);
    return failure.code() + (failure.isRetryable() ? ", retryable" : ", final");
  }
}
