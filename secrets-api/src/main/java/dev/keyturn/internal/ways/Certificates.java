package dev.keyturn.internal.ways;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are accepted: those of a file besides the ones that this process accepts anyway. */
public final class Certificates {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private Certificates() {}

  /**
   * Reads a file that a configuration names. Its path is absolute, so that the working directory, which
   * may be a stranger's, has no say.
   *
   * @param what the key that names the file
   * @param file its path
   * @return who judges certificates; host names are still checked
   * @throws StoreException INVALID_CONFIGURATION if the path is relative, and as {@link #of}
   */
  public static X509TrustManager ofAbsolute(String what, String file) throws StoreException {
    Path path = path(file);
    if (path != null && !path.isAbsolute()) {
      throw invalid(
          what, "is not an absolute path; whom to trust does not depend on the working directory");
    }
    return of(what, file);
  }

  /**
   * Reads a file of certificates in PEM.
   *
   * @param what where the file is named: a key or a variable
   * @param file its path
   * @return who judges certificates; host names are still checked
   * @throws StoreException INVALID_CONFIGURATION if there is no such file, or if it is not what it should
   *     be; the message holds nothing of the file
   */
  public static X509TrustManager of(String what, String file) throws StoreException {
    List<Certificate> more = certificates(what, text(what, file));
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      for (Certificate known : judge(null).getAcceptedIssuers()) {
        all.setCertificateEntry("known-" + all.size(), known);
      }
      for (Certificate added : more) {
        all.setCertificateEntry("added-" + all.size(), added);
      }
      return judge(all);
    } catch (GeneralSecurityException | IOException e) {
      throw invalid(what, "cannot be used: this Java does not take its certificates");
    }
  }

  /** With null, the one of the process. */
  private static X509TrustManager judge(@Nullable KeyStore issuers)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(issuers);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager judge) {
        return judge;
      }
    }
    throw new GeneralSecurityException("no judge of certificates");
  }

  private static @Nullable Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String text(String what, String file) throws StoreException {
    Path path = path(file);
    if (path == null || !Files.isRegularFile(path)) {
      throw invalid(what, "names no file that is there");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw invalid(what, "names a file that this user cannot read");
    }
    if (bytes.length > MAX_BYTES) {
      throw invalid(what, "names a file of more than 4 MiB, which is no list of certificates");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Keys and remarks between the certificates are passed over. */
  private static List<Certificate> certificates(String what, String pem) throws StoreException {
    List<Certificate> found = new ArrayList<>();
    int start = pem.indexOf(BEGIN);
    while (start >= 0) {
      int end = pem.indexOf(END, start);
      if (end < 0) {
        throw invalid(what, "names a file whose last certificate is cut off");
      }
      found.add(certificate(what, pem.substring(start, end) + END, found.size() + 1));
      start = pem.indexOf(BEGIN, end);
    }
    if (found.isEmpty()) {
      throw invalid(what, "names a file without certificates in PEM, which begin with " + BEGIN);
    }
    return found;
  }

  private static Certificate certificate(String what, String block, int number)
      throws StoreException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      byte[] bytes = block.getBytes(StandardCharsets.ISO_8859_1);
      return factory.generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      // its message may quote the file
      throw invalid(what, "names a file whose certificate no. " + number + " cannot be read");
    }
  }

  private static StoreException invalid(String what, String why) {
    return new StoreException(ErrorCode.INVALID_CONFIGURATION, what + " " + why);
  }
}
