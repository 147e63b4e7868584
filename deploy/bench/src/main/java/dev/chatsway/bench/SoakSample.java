package dev.chatsway.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;

/**
 * What a server holds at one moment.
 *
 * @param heap bytes that are still reachable after a full collection
 * @param threads of the kernel's
 * @param descriptors open files and sockets
 * @param lastingKeys of Redis's, without those that expire by themselves
 * @param expiringKeys those: for 15 minutes there is one for each vote
 */
record SoakSample(long heap, long threads, long descriptors, long lastingKeys, long expiringKeys) {

  private static final double HEAP_FACTOR = 1.25;
  private static final long HEAP_MORE = 8L << 20;
  private static final long THREADS_MORE = 8;
  private static final long DESCRIPTORS_MORE = 32;
  private static final long KEYS_MORE = 8;

  private static final Pattern KEYSPACE = Pattern.compile("db0:keys=(\\d+),expires=(\\d+)");

  static SoakSample of(Proc server, String redisUrl) throws IOException, InterruptedException {
    try (var redis = new Jedis(URI.create(redisUrl))) {
      var keyspace = KEYSPACE.matcher(redis.info("keyspace"));
      if (!keyspace.find()) {
        throw new IOException("Redis holds nothing");
      }
      long keys = Long.parseLong(keyspace.group(1));
      long expiring = Long.parseLong(keyspace.group(2));
      return new SoakSample(
          server.reachableHeap(),
          server.threads(),
          server.descriptors(),
          keys - expiring,
          expiring);
    }
  }

  /** One sentence for each that is more than it was, by more than chance explains. */
  List<String> grownSince(SoakSample first) {
    var grown = new ArrayList<String>();
    check(grown, "heap", first.heap, heap, (long) (first.heap * HEAP_FACTOR) + HEAP_MORE);
    check(grown, "threads", first.threads, threads, first.threads + THREADS_MORE);
    check(
        grown, "descriptors", first.descriptors, descriptors, first.descriptors + DESCRIPTORS_MORE);
    check(grown, "lasting keys", first.lastingKeys, lastingKeys, first.lastingKeys + KEYS_MORE);
    return grown;
  }

  private static void check(List<String> grown, String what, long was, long is, long most) {
    if (is > most) {
      grown.add("%s: %s, at first %s, allowed %s".formatted(what, is, was, most));
    }
  }

  Report report(Duration elapsed, long lost, SoakVotes votes) {
    return new Report("soak")
        .with("seconds", elapsed.toSeconds())
        .with("heap_bytes", heap)
        .with("threads", threads)
        .with("descriptors", descriptors)
        .with("lasting_keys", lastingKeys)
        .with("expiring_keys", expiringKeys)
        .with("overlays_lost", lost)
        .with("votes_counted", votes.counted())
        .with("votes_refused", votes.refused());
  }
}
