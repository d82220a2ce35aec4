package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.interop.Recordings;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What AWS's STS once answered to a web identity, and what becomes of it. */
class RecordedWebIdentityTest {
  private final Moto moto = Moto.fresh();

  private Secrets secrets(ReplayServer sts, String token) {
    return Secrets.builder()
        .environment(Map.of("CI_TOKEN", token))
        .store(
            "aws-sm",
            "aws-sm",
            Map.of(
                "region",
                Moto.REGION,
                "endpoint",
                moto.endpoint().toString(),
                "sts-endpoint",
                sts.endpoint().toString(),
                "auth",
                "ci",
                "id-token",
                "env://CI_TOKEN",
                "role-arn",
                "arn:aws:iam::123456789123:role/test-role"))
        .build();
  }

  private static List<RecordedExchange> recorded(String name) throws Exception {
    return RecordedExchange.read(Recordings.files("aws", name).get(0));
  }

  @Test
  void takesTheSessionThatIsGiven() throws Exception {
    moto.putSecret("prod/db", "value-of-db");
    String token =
        JobRunner.token("sts.amazonaws.com", java.time.Instant.now().plusSeconds(300), 1);
    try (ReplayServer sts = new ReplayServer(recorded("sts-web-identity-ok.*"));
        Secrets secrets = secrets(sts, token)) {
      assertThat(secrets.get("aws-sm://prod/db").reveal()).isEqualTo("value-of-db");
    }
    System.out.println("sts-web-identity-ok: AssumeRoleWithWebIdentity, then one read");
  }

  @Test
  void saysWhichTokenIsRefused() throws Exception {
    String token =
        JobRunner.token("sts.amazonaws.com", java.time.Instant.now().plusSeconds(300), 1);
    try (ReplayServer sts = new ReplayServer(recorded("sts-web-identity-invalid-token.*"));
        Secrets secrets = secrets(sts, token)) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get("aws-sm://prod/db"));
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("InvalidIdentityToken");
      StringWriter all = new StringWriter();
      failure.printStackTrace(new PrintWriter(all));
      assertThat(all.toString()).doesNotContain(token);
      System.out.println("sts-web-identity-invalid-token: InvalidIdentityToken -> " + failure.code()
          + ": " + failure.getMessage());
    }
  }
}
