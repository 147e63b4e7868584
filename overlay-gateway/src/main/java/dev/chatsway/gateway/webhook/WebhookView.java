package dev.chatsway.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.redis.webhook.Webhook;
import dev.chatsway.redis.webhook.Webhooks.Targets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as the session API shows it. All times are ISO 8601 in UTC, on Redis's clock.
 *
 * @param number in its path
 * @param secret signs what is sent (Standard Webhooks)
 * @param status {@code on}, {@code failing} or {@code off}
 * @param waiting messages that it has not had yet
 * @param skipped messages that it never had, because too many waited
 * @param failures of the message that is due, in a row
 * @param nextAttemptAt when that is tried again; absent if nothing failed
 * @param lastAttempt absent before the first
 * @param off absent unless it is switched off
 */
record WebhookView(
    long number,
    String url,
    String secret,
    Instant createdAt,
    String status,
    long waiting,
    long skipped,
    int failures,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant nextAttemptAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Attempt lastAttempt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Off off) {

  /**
   * All of a session.
   *
   * @param targets whom the operator allows, as {@code WEBHOOK_TARGETS} has it
   */
  record All(String targets, List<WebhookView> webhooks) {}

  /**
   * How an attempt ended.
   *
   * @param status of HTTP; absent if there was no answer
   * @param error why it failed; absent if it did not
   */
  record Attempt(
      Instant at,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer status,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {}

  /**
   * That it is switched off.
   *
   * @param reason {@code failing} (for too long) or {@code gone} (it answered 410)
   */
  record Off(Instant since, String reason) {}

  static All of(TargetPolicy policy, Targets targets) {
    return new All(
        policy.words(),
        targets.targets().stream().map(each -> of(each, targets.noted())).toList());
  }

  static WebhookView of(Webhook webhook, long noted) {
    boolean isOff = !webhook.off().isEmpty();
    boolean isFailing = !isOff && webhook.failures() > 0;
    return new WebhookView(
        webhook.number(),
        webhook.url(),
        webhook.secret(),
        Instant.ofEpochMilli(webhook.createdAt()),
        isOff ? "off" : isFailing ? "failing" : "on",
        isOff ? 0 : Math.max(0, noted + 1 - webhook.next()),
        webhook.skipped(),
        webhook.failures(),
        isFailing ? Instant.ofEpochMilli(webhook.nextAt()) : null,
        webhook.lastAt() == 0
            ? null
            : new Attempt(
                Instant.ofEpochMilli(webhook.lastAt()),
                webhook.lastStatus() == 0 ? null : webhook.lastStatus(),
                webhook.lastError().isEmpty() ? null : webhook.lastError()),
        isOff ? new Off(Instant.ofEpochMilli(webhook.offAt()), webhook.off()) : null);
  }

  /** Without the secret, and the URL, which may hold one. */
  @Override
  public String toString() {
    return "WebhookView[" + number + "]";
  }
}
