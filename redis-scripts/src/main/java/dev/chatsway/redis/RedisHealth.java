package dev.chatsway.redis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How Redis is, as its connections last found it. Each change is logged once. */
public final class RedisHealth {

  /**
   * One state of affairs.
   *
   * @param up whether the last round trip was answered
   * @param everUp whether Redis has ever answered, with a library that this build can use
   * @param detail in words
   */
  public record State(boolean up, boolean everUp, String detail) {}

  private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);

  // changed under this object's lock by every connection's thread; read by probes and metrics
  // without it
  private volatile State state = new State(false, false, "not asked yet");

  /** Publishes {@code chatsway_redis_up}. */
  public RedisHealth(MeterRegistry metrics) {
    Gauge.builder("chatsway.redis.up", () -> state().up() ? 1 : 0)
        .description("1 while Redis answers")
        .register(metrics);
  }

  /** How Redis is now. */
  public State state() {
    return state;
  }

  void answered() {
    if (!state.up()) { // the usual case takes no lock
      change(new State(true, true, "answering"));
    }
  }

  void failed(String why) {
    change(new State(false, state.everUp(), why));
  }

  private synchronized void change(State now) {
    if (now.up() && !state.up() && state.everUp()) {
      LOG.info("Redis answers again");
    }
    if (!now.up() && state.up()) {
      LOG.warn("Redis does not answer: {}", now.detail());
    }
    state = now;
  }
}
