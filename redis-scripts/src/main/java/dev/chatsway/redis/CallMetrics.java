package dev.chatsway.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code chatsway_redis_call_seconds} and {@code chatsway_redis_errors_total}, by call. Each name's meters are looked
 * up once.
 */
public final class CallMetrics {

  private final MeterRegistry registry;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Counter> errors = new ConcurrentHashMap<>();

  /** Registers each call's meters when it is first seen. */
  public CallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Records an answer; {@code since} is the {@link System#nanoTime} of the call. */
  public void answered(String call, long since) {
    timers
        .computeIfAbsent(call, this::timer)
        .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
  }

  /** Records a call without an answer, or with an error. */
  public void failed(String call) {
    errors.computeIfAbsent(call, this::counter).increment();
  }

  /** Registers the number of unsent calls. */
  void waiting(RedisCommands calls) {
    Gauge.builder("chatsway.redis.calls.waiting", calls, RedisCommands::waiting)
        .description("Calls not yet sent to Redis")
        .register(registry);
  }

  private Timer timer(String call) {
    // 0 until one fails, so that a rule on it has something to look at
    errors.computeIfAbsent(call, this::counter);
    return Timer.builder("chatsway.redis.call")
        .description("From a call to Redis's answer")
        .tag("call", call)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(5))
        .register(registry);
  }

  private Counter counter(String call) {
    return Counter.builder("chatsway.redis.errors")
        .description("Calls to Redis that failed or got no answer")
        .tag("call", call)
        .register(registry);
  }
}
