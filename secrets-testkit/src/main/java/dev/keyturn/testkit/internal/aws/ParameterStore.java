package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Parameter Store as its clients see it. */
final class ParameterStore implements JsonApi {
  private final ParameterBook book;
  private final Map<String, Operation> operations;

  ParameterStore(ParameterBook book) {
    this.book = book;
    ParameterReads reads = new ParameterReads(book);
    ParameterWrites writes = new ParameterWrites(book);
    this.operations = Map.of(
        "GetParameter", reads::getParameter,
        "GetParameters", reads::getParameters,
        "GetParametersByPath", reads::getParametersByPath,
        "PutParameter", writes::putParameter,
        "DeleteParameter", writes::deleteParameter,
        "LabelParameterVersion", writes::labelParameterVersion);
  }

  @Override
  public Object monitor() {
    return book;
  }

  @Override
  public String service() {
    return "ssm";
  }

  @Override
  public Map<String, Operation> operations() {
    return operations;
  }

  @Override
  public List<String> subjects(Input input) {
    if (input.has("Names")) {
      return input.texts("Names").stream().map(book::nameOf).toList();
    }
    String name = input.textOrNull(input.has("Path") ? "Path" : "Name");
    return name == null ? List.of() : List.of(book.nameOf(name));
  }

  @Override
  public boolean refusesEach(String operation) {
    return false;
  }

  @Override
  public String resourceOf(String subject) {
    return Account.parameterArn(subject);
  }

  @Override
  public String internalError() {
    return "InternalServerError";
  }

  @Override
  public String messageMember() {
    return "message";
  }

  /** The service compresses whatever it may, errors too. */
  @Override
  public Answer dress(Answer answer, boolean gzipAccepted) {
    Answer dressed = answer.with("Server", "Server");
    dressed = answer.status() == 200 ? dressed.with("Cache-Control", "no-store") : dressed;
    return gzipAccepted
        ? dressed.with("Content-Encoding", "gzip").withBody(gzip(answer.body()))
        : dressed;
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("an array was not written to", e);
    }
    return out.toByteArray();
  }
}
