package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.internal.OfferedKinds;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A million configurations, right ones made wrong. Every value holds a canary that no error may repeat. */
class ConfigFuzzTest extends ConfigTest {
  private static final int TEXTS = 1_000_000;
  private static final int THREADS = 2;
  private static final String CANARY = "hunter2";

  private static final List<String> KEYS = List.of(
      "secret.a",
      "secret.a.ttl",
      "secret.b",
      "secret.b.fallback",
      "secret.b.optional",
      "secret.b.decode",
      "secret.c.trim",
      "cache.ttl",
      "cache.max-entries",
      "call.budget",
      "leases.grace",
      "leases.revoke-on-close",
      "allow",
      "audit.hits",
      "profile.complete",
      "store.vault.address",
      "store.vault.token",
      "store.vault.provider",
      "store.safe.code",
      "store.safe.timeout",
      "store.aws.region",
      "store.aws-sm.region",
      "store.aws-sm.provider",
      "store.eu.provider",
      "store.eu.token",
      "store.eu.expired",
      "store.gcp-sm.project");

  private static final List<String> VALUES = List.of(
      "env://A_#C#",
      "vault://kv/#C##f",
      "safe://#C#?version=2",
      "#C#",
      "a",
      "b",
      "30s",
      "0s",
      "true",
      "false",
      "7",
      "newline",
      "base64",
      "serve",
      "vault",
      "safe",
      "env://${profile}_#C#",
      "https://#C#.example.com",
      "postgres://app:#C#@db/x",
      "names, env://#C#*",
      "eu://#C#",
      "aws-sm://arn:#C#",
      "\\u0068unter2",
      "#C#\\",
      "");

  private static final String NOISE = "ab.:=/\\#!?%${} \t\f\r\n,-_u0041\u0000\u202e\ud800\u00e4~";

  @Test
  void everyConfigurationIsReadOrRefusedProperlyAndNoValueIsRepeated()
      throws InterruptedException, ExecutionException {
    OfferedKinds offered = OfferedKinds.in(loader);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Integer>> parts = new ArrayList<>();
      for (int seed = 1; seed <= THREADS; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        parts.add(() -> readMany(random, offered));
      }
      int read = 0;
      for (Future<Integer> part : threads.invokeAll(parts)) {
        read += part.get();
      }
      assertThat(read).as("texts that were right").isBetween(TEXTS / 100, TEXTS * 99 / 100);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int readMany(SplittableRandom random, OfferedKinds offered) {
    int read = 0;
    for (int i = 0; i < TEXTS / THREADS; i++) {
      String text = mutated(random, text(random));
      read +=
          isRead(text, random.nextBoolean(), random.nextBoolean() ? "prod" : null, offered) ? 1 : 0;
    }
    return read;
  }

  private static boolean isRead(
      String text, boolean trusted, String profile, OfferedKinds offered) {
    try {
      Layer layer = new ConfigFile(Layer.Rank.BASE, "fuzz.properties", trusted).parse(text);
      SettingsReader reader = new SettingsReader(List.of(layer), Map.of(), profile, offered);
      reader.cache(CachePolicy.defaults());
      reader.callBudget();
      reader.leaseGrace();
      reader.revokeOnClose();
      reader.auditHits();
      reader.allow();
      return true;
    } catch (SecretsException e) {
      if (!isProper(e, text)) {
        throw new AssertionError(
            "a refusal that repeats a value or has no place: " + e.getMessage(), e);
      }
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("an untyped error for: " + text, e);
    }
  }

  private static boolean isProper(SecretsException e, String text) {
    return (e.code() == ErrorCode.INVALID_CONFIGURATION || e.code() == ErrorCode.INVALID_REFERENCE)
        && (!e.getMessage().contains(CANARY) || isInAKey(text))
        && e.getMessage().codePoints().noneMatch(Character::isISOControl)
        && (e.getMessage().contains("fuzz.properties") || e.getMessage().contains(" -> "));
  }

  // A line that was torn in two may begin with a value: then it is a key, and keys are named.
  private static boolean isInAKey(String text) {
    return new PropertiesReader("text", text)
        .lines().stream()
            .filter(line -> line.separated() || KnownKeys.beginsLikeOne(line.key()))
            .anyMatch(line -> line.key().contains(CANARY));
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int lines = 1 + random.nextInt(4); lines > 0; lines--) {
      text.append(pick(random, KEYS))
          .append(random.nextInt(4) == 0 ? ": " : " = ")
          .append(pick(random, VALUES).replace("#C#", CANARY))
          .append('\n');
    }
    return text.toString();
  }

  private static String mutated(SplittableRandom random, String text) {
    StringBuilder mutated = new StringBuilder(text);
    for (int changes = random.nextInt(3); changes > 0 && mutated.length() > 0; changes--) {
      int at = random.nextInt(mutated.length());
      char noise = NOISE.charAt(random.nextInt(NOISE.length()));
      switch (random.nextInt(3)) {
        case 0 -> mutated.insert(at, noise);
        case 1 -> mutated.setCharAt(at, noise);
        default -> mutated.deleteCharAt(at);
      }
    }
    return mutated.toString();
  }

  private static String pick(SplittableRandom random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
