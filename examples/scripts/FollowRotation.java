///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS dev.keyturn:secrets-api:0.1.0-SNAPSHOT

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Follows a mounted secret until it has been rotated so many times, as a long-running job would.
 *
 * <pre>jbang FollowRotation.java /run/secrets file://db-password 1</pre>
 */
class FollowRotation {
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("usage: FollowRotation.java DIRECTORY REFERENCE TIMES");
      System.exit(2);
    }
    CountDownLatch rotations = new CountDownLatch(Integer.parseInt(args[2]));
    try (Secrets secrets = Secrets.builder().store("file", "file", Map.of("roots", args[0])).build()) {
      LiveSecret live = secrets.live(args[1]);
      live.onRotation(
          rotation -> {
            System.out.println("rotated from " + rotation.from() + " to " + rotation.to());
            rotations.countDown();
          });
      System.out.println("following version " + live.get().version());
      rotations.await();
    }
  }
}
