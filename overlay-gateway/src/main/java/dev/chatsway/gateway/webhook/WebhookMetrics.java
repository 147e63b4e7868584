package dev.chatsway.gateway.webhook;

import dev.chatsway.redis.webhook.DeliveryResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what is sent to webhooks, and how long it takes; no session and no target is named. */
final class WebhookMetrics {

  private final Counter delivered;
  private final Counter refused;
  private final Counter unanswered;
  private final Timer seconds;

  WebhookMetrics(MeterRegistry registry) {
    this.delivered = attempts("delivered", registry);
    this.refused = attempts("refused", registry);
    this.unanswered = attempts("unanswered", registry);
    this.seconds = Timer.builder("chatsway.webhook")
        .description("From resolving a webhook's host to its response, or to the failure")
        .register(registry);
  }

  private static Counter attempts(String outcome, MeterRegistry registry) {
    return Counter.builder("chatsway.webhook.attempts")
        .description("Attempts to send a message to a webhook, by result")
        .tag("outcome", outcome)
        .register(registry);
  }

  void attempted(DeliveryResult result, long nanos) {
    seconds.record(Duration.ofNanos(nanos));
    (result.isOk() ? delivered : result.status() > 0 ? refused : unanswered).increment();
  }
}
