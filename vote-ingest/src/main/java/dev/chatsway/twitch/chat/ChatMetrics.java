package dev.chatsway.twitch.chat;

import dev.chatsway.session.ChatStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the chats that this instance reads, by how they are, and what happens to their connections; no channel is named. */
final class ChatMetrics {

  private static final List<ChatStatus> STATUSES = List.of(
      ChatStatus.CONNECTING,
      ChatStatus.LIVE,
      ChatStatus.SILENT,
      ChatStatus.NO_SUCH_CHANNEL,
      ChatStatus.REFUSED);

  // written by the reader, read by scrapes
  private final Map<ChatStatus, AtomicInteger> channels = STATUSES.stream()
      .collect(Collectors.toUnmodifiableMap(Function.identity(), status -> new AtomicInteger()));
  private final AtomicInteger connections = new AtomicInteger();
  private final Counter disconnects;
  private final Counter tooLong;

  ChatMetrics(MeterRegistry registry) {
    channels.forEach(
        (status, count) -> Gauge.builder("chatsway.chat.channels", count, AtomicInteger::get)
            .description("Channels whose chat this instance reads, by status")
            .tag("status", status.wire())
            .register(registry));
    Gauge.builder("chatsway.chat.connections", connections, AtomicInteger::get)
        .description("Connections to Twitch's chat")
        .register(registry);
    this.disconnects = Counter.builder("chatsway.chat.disconnects")
        .description("Connections to Twitch's chat that were lost or failed")
        .register(registry);
    this.tooLong = registry.counter("chatsway.chat.lines.dropped", "reason", "too_long");
  }

  /** What is absent counts 0. */
  void channels(Map<ChatStatus, Long> counts) {
    channels.forEach(
        (status, count) -> count.set(counts.getOrDefault(status, 0L).intValue()));
  }

  void connections(int count) {
    connections.set(count);
  }

  void disconnected() {
    disconnects.increment();
  }

  void tooLong() {
    tooLong.increment();
  }
}
