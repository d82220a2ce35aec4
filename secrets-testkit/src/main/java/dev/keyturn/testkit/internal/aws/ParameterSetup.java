package dev.keyturn.testkit.internal.aws;

/** What a test does to parameters without asking the service. Safe for use by many threads. */
public final class ParameterSetup {
  private final ParameterBook book;

  ParameterSetup(ParameterBook book) {
    this.book = book;
  }

  /**
   * Creates a string, or adds a version to it.
   *
   * @param name its name
   * @param value its value
   * @return the number of the version
   */
  public long putString(String name, String value) {
    return put(name, Parameter.STRING, value);
  }

  /**
   * Creates a list, or adds a version to it.
   *
   * @param name its name
   * @param values its elements
   * @return the number of the version
   */
  public long putList(String name, String... values) {
    return put(name, Parameter.STRING_LIST, String.join(",", values));
  }

  /**
   * Creates an encrypted string, or adds a version to it.
   *
   * @param name its name
   * @param value its value
   * @return the number of the version
   */
  public long putSecure(String name, String value) {
    return put(name, Parameter.SECURE_STRING, value);
  }

  private long put(String name, String type, String value) {
    synchronized (book) {
      Parameter parameter = book.parameters.computeIfAbsent(name, n -> new Parameter(n, type));
      if (!parameter.type.equals(type)) {
        throw new IllegalArgumentException(
            name + " is a " + parameter.type + ": delete it first, its type cannot be changed");
      }
      return parameter.add(value, book.now()).number;
    }
  }

  /**
   * Moves a label.
   *
   * @param name the name of a parameter
   * @param version the number of one of its versions
   * @param label the label
   */
  public void label(String name, long version, String label) {
    synchronized (book) {
      Parameter parameter = existing(name);
      ParameterVersion labelled = parameter.versions.get(version);
      if (labelled == null) {
        throw new IllegalArgumentException(name + " has no version " + version);
      }
      parameter.label(labelled, label);
    }
  }

  /**
   * Deletes a parameter with all its versions.
   *
   * @param name its name
   */
  public void delete(String name) {
    synchronized (book) {
      book.parameters.remove(existing(name).name);
    }
  }

  private Parameter existing(String name) {
    Parameter parameter = book.parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("there is no parameter " + name + " yet: put it first");
    }
    return parameter;
  }
}
