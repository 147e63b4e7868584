package dev.chatsway.redis;

import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The hash tags of the 256 buckets. Bucket b's cluster slot is 64·b + 32, so that contiguous ranges of slots, as
 * primaries have them, hold even shares of the sessions. A tag is the first text in base 36 from {@code a00} on that
 * begins with a letter and has its bucket's slot. Keys of releases depend on them: they must never change.
 */
final class HashTags {

  static final int BUCKETS = 256;

  private static final int RADIX = 36;
  private static final int SLOTS_PER_BUCKET = 16_384 / BUCKETS;
  private static final String[] TAGS = tags();

  private HashTags() {}

  /** Returns the tag of a bucket, without its braces. */
  static String of(int bucket) {
    return TAGS[bucket];
  }

  private static String[] tags() {
    var tags = new String[BUCKETS];
    int missing = BUCKETS;
    for (int number = Integer.parseInt("a00", RADIX); missing > 0; number++) {
      String text = Integer.toString(number, RADIX);
      int slot = JedisClusterCRC16.getSlot(text);
      int bucket = slot / SLOTS_PER_BUCKET;
      if (slot % SLOTS_PER_BUCKET == SLOTS_PER_BUCKET / 2
          && tags[bucket] == null
          && Character.isLetter(text.charAt(0))) {
        tags[bucket] = text;
        missing--;
      }
    }
    return tags;
  }
}
