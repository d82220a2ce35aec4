package dev.keyturn.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Texts that are nearly references: a corpus, and what mutations make of it. */
final class ReferenceTexts {
  private static final String[] CORPUS = {
    "env://CLOUDFLARE_API_TOKEN",
    "aws-sm://prod/db?version=AWSPREVIOUS#password",
    "aws-ssm:///app/prod/token?version=3",
    "aws-ssm://app/prod/",
    "vault://kv/prod/db#a/0/b~1c",
    "gcp-sm://projects/p/secrets/s?version=5",
    "file://db/%C3%A9%F0%9F%94%91",
    "aws-sm://arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf",
    "mem://a b+c&d=e",
    "postgres://app:hunter2@db.internal:5432/app?sslmode=require",
    "env://%252e%252e/x",
    "",
  };
  private static final String[] BITS = {
    "/",
    "//",
    "\\",
    ".",
    "..",
    "%2e",
    "%252e",
    "%2f",
    "%252F",
    "%5c",
    "%00",
    "%0d%0a",
    "\r\n",
    "\0",
    "?",
    "?version=",
    "&version=2",
    "&",
    "=",
    "#",
    "%23",
    "%3f",
    "%26",
    "://",
    ":",
    "+",
    " ",
    "%20",
    "%",
    "%4",
    "%zz",
    "%25",
    "%2525",
    "%c3%a9",
    "%C0%AE",
    "%ED%A0%80",
    "%FF",
    "é",
    "🔑",
    "\uD83D",
    "\uDD11",
    "\uFF0F",
    "\u2215",
    "\uFF0E",
    "\u202E",
    "\u2028",
    "\uFEFF",
    "\u00AD",
    "\u007F",
    "~1",
    "~0",
    "*",
    "'",
    "\"",
    "a",
    "Z",
    "0",
    "-",
    "_",
    "\uFFFF",
    "\uFFFD",
  };

  private final SplittableRandom random;

  ReferenceTexts(long seed) {
    random = new SplittableRandom(seed);
  }

  String next() {
    StringBuilder text = new StringBuilder(pick(CORPUS));
    for (int left = random.nextInt(6); left > 0; left--) {
      mutate(text);
    }
    return text.toString();
  }

  private void mutate(StringBuilder text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(8));
    switch (random.nextInt(64)) {
      case 0 -> text.replace(from, to, text.toString()); // the whole again, inside itself
      case 1 -> text.insert(from, pick(BITS).repeat(random.nextInt(1000)));
      case 2, 3, 4, 5 -> text.delete(from, to);
      case 6, 7, 8, 9 -> text.setLength(from);
      case 10, 11, 12, 13 -> text.append(pick(CORPUS));
      case 14, 15, 16, 17 -> text.replace(from, to, encoded(text.substring(from, to)));
      case 18, 19, 20, 21 -> text.insert(from, (char) random.nextInt(0x10000));
      default -> text.replace(from, random.nextBoolean() ? from : to, pick(BITS));
    }
  }

  private static String encoded(String part) {
    String hex = HexFormat.ofDelimiter("%").formatHex(part.getBytes(StandardCharsets.UTF_8));
    return hex.isEmpty() ? "" : "%" + hex;
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
