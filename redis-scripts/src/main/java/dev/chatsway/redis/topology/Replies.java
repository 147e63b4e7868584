package dev.chatsway.redis.topology;

import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;

/** Replies of servers about themselves, taken apart. */
final class Replies {

  private Replies() {}

  static List<?> list(Object reply) {
    if (reply instanceof List<?> list) {
      return list;
    }
    throw new JedisDataException("not a list: " + reply);
  }

  static String text(Object element) {
    return element instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(element);
  }
}
