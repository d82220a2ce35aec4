package dev.keyturn.testkit;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.List;

/** A provider's class in a loader that knows nothing but its own jar and secrets-api: no SDK. */
final class Isolated implements AutoCloseable {
  private final URLClassLoader loader;
  private final Object provider;

  Isolated(Class<? extends SecretStoreProvider> type) throws ReflectiveOperationException {
    URL[] jars = {jarOf(type), jarOf(SecretRef.class)};
    loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    provider = loader.loadClass(type.getName()).getConstructor().newInstance();
  }

  private static URL jarOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    assertNotNull(source, "where " + type + " was loaded from");
    return source.getLocation();
  }

  /** Calls all that may be called before a store is opened. */
  void look(List<String> refs) throws ReflectiveOperationException {
    Class<?> spi = loader.loadClass(SecretStoreProvider.class.getName());
    Class<?> refType = loader.loadClass(SecretRef.class.getName());
    spi.getMethod("keys").invoke(provider);
    spi.getMethod("secretKeys").invoke(provider);
    for (String ref : refs) {
      Object parsed = refType.getMethod("parse", String.class).invoke(null, ref);
      check(spi, refType, parsed);
    }
  }

  private void check(Class<?> spi, Class<?> refType, Object ref)
      throws ReflectiveOperationException {
    try {
      spi.getMethod("check", refType).invoke(provider, ref);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      // a failed check is as good; that of this loader is another class
      if (cause == null || !cause.getClass().getName().equals(StoreException.class.getName())) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
