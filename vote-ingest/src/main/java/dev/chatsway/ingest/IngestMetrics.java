package dev.chatsway.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what became of votes and requests, in metrics and in a debug line: never a text, a name or an id. */
final class IngestMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(IngestMetrics.class);

  private final MeterRegistry registry;
  private final Timer seconds;
  private final Map<Decision, Counter> decisions = new ConcurrentHashMap<>();

  private record Decision(String platform, String status) {}

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.seconds = Timer.builder("chatsway.vote")
        .description(
            "From a proven vote to Redis's decision; lines that are no votes are not in it")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(5))
        .register(registry);
  }

  /** A vote was decided, by its text or by Redis. */
  void decided(String platform, Outcome outcome, long nanos) {
    var status = outcome.status().wire();
    decisions
        .computeIfAbsent(
            new Decision(platform, status),
            made -> registry.counter("chatsway.votes", "platform", platform, "status", status))
        .increment();
    if (outcome.value() != null) {
      seconds.record(nanos, TimeUnit.NANOSECONDS);
    }
    LOG.debug("{}: {}", platform, status);
  }

  /** A request was turned away. */
  void rejected(String platform, Rejection rejection) {
    var reason = rejection.wire();
    registry
        .counter("chatsway.webhooks.rejected", "platform", platform, "reason", reason)
        .increment();
    LOG.debug("{}: request refused, {}", platform, reason);
  }
}
