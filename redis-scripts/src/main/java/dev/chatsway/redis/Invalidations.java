package dev.chatsway.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears, on a connection's own thread, which of the keys that it has read were changed since (CLIENT TRACKING). */
public interface Invalidations {

  /** A new connection is up and has read nothing; {@code tracked} unless the server will not say what changes. */
  void connected(boolean tracked);

  /** Keys were changed, deleted, expired or evicted; null stands for all of them. */
  void changed(@Nullable List<?> keys);
}
