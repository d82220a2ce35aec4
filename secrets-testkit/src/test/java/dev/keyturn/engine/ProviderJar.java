package dev.keyturn.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Jars of providers, compiled as somebody else would. */
final class ProviderJar {
  private static final String SERVICE = "META-INF/services/dev.keyturn.spi.SecretStoreProvider";

  private ProviderJar() {}

  /** Compiles one class and puts it into a jar that offers it. */
  static Path of(Path jar, String className, String source) throws IOException {
    Path classes = Files.createDirectory(Path.of(jar + ".classes"));
    compile(classes, className, source);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      put(zip, SERVICE, className.getBytes(StandardCharsets.UTF_8));
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        put(zip, classes.relativize(each).toString().replace('\\', '/'), Files.readAllBytes(each));
      }
    }
    return jar;
  }

  /** A jar that offers a class which is not there. */
  static Path services(Path jar, String className) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      put(zip, SERVICE, className.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static void compile(Path classes, String className, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject unit = new Source(className, source);
    List<String> options = List.of(
        "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    if (!compiler.getTask(null, null, null, options, null, List.of(unit)).call()) {
      throw new AssertionError("the provider does not compile");
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
