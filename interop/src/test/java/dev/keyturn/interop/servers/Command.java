package dev.keyturn.interop.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public final class Command {
  private final List<String> words;
  private final Map<String, String> variables = new HashMap<>();
  private Duration limit = Duration.ofMinutes(1);
  private boolean bare;
  private Path directory;

  private Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  /** What came of it. */
  public static final class Outcome {
    private final int exit;
    private final byte[] out;
    private final String err;

    private Outcome(int exit, byte[] out, String err) {
      this.exit = exit;
      this.out = out;
      this.err = err;
    }

    /** Its exit code. */
    public int exit() {
      return exit;
    }

    /** Standard output, byte for byte. */
    public byte[] out() {
      return out.clone();
    }

    /** Standard output as text. */
    public String text() {
      return new String(out, StandardCharsets.UTF_8);
    }

    /** Standard error as text. */
    public String err() {
      return err;
    }
  }

  /** The program and its arguments. */
  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** The program and its arguments. */
  public static Command of(List<String> words) {
    return new Command(words);
  }

  /** This JDK's {@code java}, with the class path of the tests. */
  public static Command java(List<String> options, Class<?> main, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.add("-cp");
    words.add(classPath());
    words.add(main.getName());
    words.addAll(List.of(arguments));
    return new Command(words);
  }

  /** The class path of the tests, also where a jar of Surefire's stands for it. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Adds variables to the environment. */
  public Command with(Map<String, String> more) {
    variables.putAll(more);
    return this;
  }

  /** Gives the program no variables but those added, {@code PATH} and {@code HOME}. */
  public Command bare() {
    bare = true;
    return this;
  }

  /** How long it may take; a minute if nothing is said. */
  public Command within(Duration time) {
    limit = time;
    return this;
  }

  /** Where it runs. */
  public Command in(Path folder) {
    directory = folder;
    return this;
  }

  /** Runs it, and fails with what it said if it does not end well. */
  public Outcome succeed() {
    Outcome outcome = run();
    if (outcome.exit() != 0) {
      throw new AssertionError(
          words.get(0) + " ended with " + outcome.exit() + ": " + outcome.err() + outcome.text());
    }
    return outcome;
  }

  /** Runs it, however it ends; one that does not end is killed and fails the test. */
  public Outcome run() {
    try {
      Process process = builder().start();
      process.getOutputStream().close();
      CompletableFuture<byte[]> err = read(process.getErrorStream());
      CompletableFuture<byte[]> out = read(process.getInputStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(words.get(0) + " did not end within " + limit.toSeconds() + " s");
      }
      return new Outcome(
          process.exitValue(), out.join(), new String(err.join(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(words.get(0) + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + words.get(0) + " ran", e);
    }
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words);
    if (bare) {
      builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    }
    builder.environment().putAll(variables);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    return builder;
  }

  private static CompletableFuture<byte[]> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            stream.transferTo(bytes);
            return bytes.toByteArray();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "output").start());
  }
}
