package dev.chatsway.twitch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts our calls to Twitch by what came of them, and the subscriptions, on the instance that keeps them. */
final class TwitchMetrics {

  private final MeterRegistry registry;
  private final Map<ChannelState, AtomicInteger> subscriptions = new EnumMap<>(ChannelState.class);

  private final AtomicInteger up =
      new AtomicInteger(1); // the reconciler writes it, scrapes read it

  TwitchMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("chatsway.twitch.up", up, AtomicInteger::get)
        .description(
            "0 while Twitch cannot be reached, or does not deliver to this server; 1 if another instance manages the subscriptions")
        .register(registry);
    for (var state : ChannelState.values()) {
      var count = new AtomicInteger(); // the keeper writes it, scrapes read it
      subscriptions.put(state, count);
      Gauge.builder("chatsway.twitch.subscriptions", count, AtomicInteger::get)
          .description(
              "Channels of sessions, by their state at Twitch; 0 if another instance manages the subscriptions")
          .tag("status", state.wire())
          .register(registry);
    }
  }

  /** {@code result} is one of a few words. */
  void called(String call, String result) {
    registry.counter("chatsway.twitch.calls", "call", call, "result", result).increment();
  }

  /** Whether the newest comparison came to an end and found that Twitch delivers to us. */
  void up(boolean isUp) {
    up.set(isUp ? 1 : 0);
  }

  /** Of the newest comparison; what is absent counts 0. */
  void subscriptions(Map<ChannelState, Integer> counts) {
    subscriptions.forEach((state, count) -> count.set(counts.getOrDefault(state, 0)));
  }

  /** The word for a status that Twitch answered with. */
  static String result(int status) {
    return switch (status) {
      case 409 -> "conflict";
      case 429 -> "throttled";
      default -> status < 300 ? "ok" : status < 500 ? "refused" : "failed";
    };
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
