/** The {@code keyturn} command. */
module dev.keyturn.cli {
  requires static org.jspecify;
  requires dev.keyturn;
  requires dev.keyturn.testkit;
  requires info.picocli;

  opens dev.keyturn.cli to
      info.picocli;
}
