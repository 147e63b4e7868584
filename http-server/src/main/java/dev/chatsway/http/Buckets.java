package dev.chatsway.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/** A token bucket for each key. If there are too many, the least used are dropped and start full again. */
public final class Buckets {

  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

  private final LoadingCache<Object, Bucket> buckets;

  /** Tracks up to {@code mostKeys} keys. */
  public Buckets(Rate rate, int mostKeys) {
    this.buckets = Caffeine.newBuilder()
        .maximumSize(mostKeys)
        .expireAfterAccess(FORGOTTEN_AFTER)
        .executor(Runnable::run)
        .build(key -> Bucket.builder()
            .addLimit(limit ->
                limit.capacity(rate.burst()).refillGreedy(rate.perMinute(), Duration.ofMinutes(1)))
            .build());
  }

  /** Takes a token; returns zero, or how long until there is one. */
  Duration take(Object key) {
    return take(key, 1);
  }

  /** Takes several tokens at once, or none; returns zero, or how long until there are enough. */
  public Duration take(Object key, int tokens) {
    return Duration.ofNanos(
        buckets.get(key).tryConsumeAndReturnRemaining(tokens).getNanosToWaitForRefill());
  }

  /** The same, but takes none. */
  Duration untilNext(Object key) {
    Bucket known = buckets.getIfPresent(key);
    return known == null
        ? Duration.ZERO
        : Duration.ofNanos(known.estimateAbilityToConsume(1).getNanosToWaitForRefill());
  }
}
