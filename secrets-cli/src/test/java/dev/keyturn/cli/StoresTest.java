package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  @TempDir
  Path directory;

  @Test
  void listsWhatIsOnTheClassPath() {
    Run run = Run.in(directory, "stores");

    assertThat(run.exit()).isZero();
    assertThat(run.text())
        .containsPattern("(?m)^env +kind +env$")
        .containsPattern("(?m)^file +kind +file$")
        .containsPattern("(?m)^ +reads +the environment of this process$");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void saysWhereASettingCameFrom() {
    Run run = Run.in(directory, "stores", "--set", "store.file.roots=/nowhere");

    assertThat(run.text()).containsPattern("(?m)^ +roots +--set +/nowhere$");
  }

  @Test
  void showsAStoreThatNobodyOffersAndWhatThereIs() {
    Run run = Run.in(directory, "stores", "--set", "store.other.provider=nowhere");

    assertThat(run.exit()).isZero();
    assertThat(run.text())
        .containsPattern("other +kind.* nowhere")
        .contains("the class path offers");
  }

  @Test
  void showsWhichModuleOffersAStoreAndWhatItLacks() {
    Run run = Run.in(directory, "stores");

    assertThat(run.exit()).isZero();
    assertThat(run.text())
        .containsPattern("(?m)^ +offered by +.*secrets-vault.*$")
        .containsPattern("(?m)^ +problem +.*VAULT_ADDR.*$");
  }
}
