package dev.chatsway.ingest;

import dev.chatsway.session.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what became of votes and requests, in metrics and in a debug line: never a text, a name or an id. */
final class IngestMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(IngestMetrics.class);

  private static final List<String> PLATFORMS = List.of("twitch", "kick", "bot", "link");

  private final MeterRegistry registry;
  private final Timer seconds;
  private final Map<Decision, Counter> decisions = new ConcurrentHashMap<>();

  private record Decision(String platform, Outcome.Status status) {}

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.seconds = Timer.builder("chatsway.vote")
        .description(
            "From a proven vote to Redis's decision; lines that are no votes are not in it")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(5))
        .register(registry);
    // 0 until there is one, so that a rule on them has something to look at
    for (var platform : PLATFORMS) {
      for (var status : Outcome.Status.values()) {
        counter(new Decision(platform, status));
      }
      for (var rejection : WebhookRejection.values()) {
        counter(platform, rejection);
      }
    }
  }

  /** A vote was decided, by its text or by Redis, as one in this session. */
  void decided(RequestOrigin via, Session session, Outcome outcome, long nanos) {
    count(via, outcome.status());
    if (outcome.value() != null) {
      seconds.record(nanos, TimeUnit.NANOSECONDS);
    }
    if (LOG.isDebugEnabled()) {
      var id = session.id().toString().substring(0, 8);
      LOG.atDebug()
          .addKeyValue("request", via.id())
          .addKeyValue("platform", via.platform())
          .addKeyValue("session", id)
          .addKeyValue("status", outcome.status().wire())
          .addKeyValue("revision", outcome.revision())
          .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
          .log("{}: {} in session {}…", via.platform(), outcome.status().wire(), id);
    }
  }

  /** What might be a vote belongs to no session, or cannot be understood. */
  void decidedNowhere(RequestOrigin via, Outcome.Status status) {
    count(via, status);
    LOG.atDebug()
        .addKeyValue("request", via.id())
        .addKeyValue("platform", via.platform())
        .addKeyValue("status", status.wire())
        .log("{}: {}", via.platform(), status.wire());
  }

  private void count(RequestOrigin via, Outcome.Status status) {
    decisions
        .computeIfAbsent(new Decision(via.platform(), status), this::counter)
        .increment();
  }

  private Counter counter(Decision made) {
    return registry.counter(
        "chatsway.votes", "platform", made.platform(), "status", made.status().wire());
  }

  /** A request was turned away. */
  void rejected(String platform, WebhookRejection rejection) {
    counter(platform, rejection).increment();
    LOG.debug("{}: request refused, {}", platform, rejection.wire());
  }

  private Counter counter(String platform, WebhookRejection rejection) {
    return registry.counter(
        "chatsway.webhooks.rejected", "platform", platform, "reason", rejection.wire());
  }
}
