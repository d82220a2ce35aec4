package dev.keyturn.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the kind of store that a {@link SecretStoreProvider} offers. It is read from the class, so
 * that no provider is constructed to find out which one is wanted.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StoreKind {
  /**
   * The kind; also the name of its default store.
   *
   * @return letters, digits, {@code -} and {@code _}
   */
  String value();
}
