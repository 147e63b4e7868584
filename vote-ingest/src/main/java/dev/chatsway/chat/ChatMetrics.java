package dev.chatsway.chat;

import dev.chatsway.session.Channel;
import dev.chatsway.session.ChatStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the chats that this instance reads, by platform and status, and events of their connections; names no channels. */
final class ChatMetrics {

  private static final List<ChatStatus> STATUSES = List.of(
      ChatStatus.CONNECTING,
      ChatStatus.LIVE,
      ChatStatus.SILENT,
      ChatStatus.NO_SUCH_CHANNEL,
      ChatStatus.REFUSED);

  private static final List<String> PLATFORMS =
      List.of("twitch", Channel.STREAMERBOT, Channel.SOCIALSTREAM);

  /** What chats are counted by. */
  record Kind(String platform, ChatStatus status) {}

  // written by the reader, read by scrapes
  private final Map<Kind, AtomicInteger> channels = PLATFORMS.stream()
      .flatMap(platform -> STATUSES.stream().map(status -> new Kind(platform, status)))
      .collect(Collectors.toUnmodifiableMap(Function.identity(), kind -> new AtomicInteger()));
  private final AtomicInteger connections = new AtomicInteger();
  private final Counter disconnects;
  private final Counter tooLong;

  ChatMetrics(MeterRegistry registry) {
    channels.forEach(
        (kind, count) -> Gauge.builder("chatsway.chat.channels", count, AtomicInteger::get)
            .description("Channels whose chat this instance reads, by status")
            .tag("platform", kind.platform)
            .tag("status", kind.status.wire())
            .register(registry));
    Gauge.builder("chatsway.chat.connections", connections, AtomicInteger::get)
        .description("Connections to chats")
        .register(registry);
    this.disconnects = Counter.builder("chatsway.chat.disconnects")
        .description("Connections to chats that were lost or failed")
        .register(registry);
    this.tooLong = registry.counter("chatsway.chat.lines.dropped", "reason", "too_long");
  }

  /** Absent kinds count 0. */
  void channels(Map<Kind, Long> counts) {
    channels.forEach((kind, count) -> count.set(counts.getOrDefault(kind, 0L).intValue()));
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
