package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands at a store that makes a credential at each read. */
class CredentialTest {
  @TempDir
  Path directory;

  @BeforeEach
  void forget() {
    MintProvider.LOG.clear();
  }

  @Test
  void getLeavesTheLeaseAndSaysWhenItEnds() {
    Run run = Run.in(directory, "get", "mint://db");

    assertThat(run.exit()).isZero();
    assertThat(run.text()).isEqualTo("s3cr3t");
    assertThat(run.err()).matches("keyturn: mint://db ends at .*, in (59|60) min\n");
    assertThat(MintProvider.LOG).containsExactly("made mint://db");
  }

  @Test
  void checkMakesNoCredential() {
    Run run = Run.in(directory, "check", "mint://db#user", "mint://other");

    assertThat(run.exit()).isZero();
    assertThat(run.text()).containsPattern("mint://db#user +found +made at each read, so not read");
    assertThat(MintProvider.LOG).containsOnly("probed mint://db", "probed mint://other");
  }

  @Test
  void checkSaysThatAReadWouldBeRefused() {
    Run run = Run.in(directory, "check", "mint://denied");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.text()).containsPattern("mint://denied +denied +.*needs read on it");
  }

  @Test
  void checkMakesNoCredentialOfAFallbackEither() {
    Run run = Run.in(
        directory,
        "check",
        "--set",
        "secret.db=mint://static",
        "--set",
        "secret.db.fallback=mint://fallback");

    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(MintProvider.LOG)
        .containsExactly("probed mint://static", "probed mint://fallback", "made mint://static");
  }

  @Test
  void storesAsksNobodyAndSaysHowItAuthenticates() {
    Run run = Run.in(directory, "stores");

    assertThat(run.text())
        .containsPattern("(?m)^mint +kind +mint$")
        .containsPattern("auth +by trust");
    assertThat(MintProvider.LOG).isEmpty();
  }

  @Test
  void storesSaysWhyAStoreDoesNotOpen() {
    Run run = Run.in(directory, "stores", "--set", "store.mint.broken=yes");

    assertThat(run.exit()).isZero();
    assertThat(run.text()).containsPattern("problem +.*it is broken");
  }
}
