package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chatsway.http.AuditLog;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /webhooks/eventsub}: Twitch's challenges, notifications and revocations. Which of them a request is, its body
 * says: Twitch does not sign the header that says so too, and a captured request could be sent again under another.
 */
final class EventSubEndpoint implements Endpoint {

  private static final String ID = "Twitch-Eventsub-Message-Id";
  private static final String TIMESTAMP = "Twitch-Eventsub-Message-Timestamp";
  static final String TYPE = "Twitch-Eventsub-Message-Type";
  private static final String ENABLED = "enabled";
  private static final String PENDING = "webhook_callback_verification_pending";
  private static final Duration REMEMBERED = Duration.ofMinutes(15);
  private static final int MOST_REMEMBERED = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventSubEndpoint.class);

  private final WebhookVerifier verifier;
  private final VoteService votes;
  private final Revocations revocations;

  /** The ids of revocations that were recorded, so that a captured one cannot be sent again. */
  private final Cache<String, Boolean> recorded = Caffeine.newBuilder()
      .expireAfterWrite(REMEMBERED)
      .maximumSize(MOST_REMEMBERED)
      .build();

  EventSubEndpoint(
      IngestSettings settings,
      TimestampTolerance tolerance,
      VoteService votes,
      Revocations revocations) {
    this.verifier = new WebhookVerifier(
        ID,
        TIMESTAMP,
        "Twitch-Eventsub-Message-Signature",
        TYPE,
        tolerance,
        settings.eventSubSecret().isEmpty() ? null : Signatures.eventSub(settings.eventSubSecret()),
        IngestSettings.EVENTSUB_SECRET);
    this.votes = votes;
    this.revocations = revocations;
  }

  @Override
  public String platform() {
    return "twitch";
  }

  @Override
  public CompletionStage<HttpResponse> answer(WebhookRequest webhook) {
    verifier.verify(webhook);
    var json = webhook.json();
    return switch (webhook.header(TYPE).orElseThrow()) {
      case "webhook_callback_verification" -> challenge(json);
      case "notification", "revocation" ->
        isRevocation(json) ? revocation(json, webhook) : notification(json, webhook);
      default -> completedStage(acknowledged()); // a type that Twitch has added: no vote
    };
  }

  static HttpResponse acknowledged() {
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  private static boolean isRevocation(JsonNode json) {
    var status = json.at("/subscription/status").asString(ENABLED);
    return !json.has("event") && !status.equals(ENABLED) && !status.equals(PENDING);
  }

  private CompletionStage<HttpResponse> notification(JsonNode json, WebhookRequest webhook) {
    CompletionStage<?> counted = EventSubMessage.parse(json)
        .<CompletionStage<?>>map(line -> votes.submit(webhook.request(), line))
        .orElseGet(() -> completedStage(null));
    return counted.thenApply(done -> acknowledged());
  }

  /** Answers whatever Redis says: Twitch would not ask again. */
  private CompletionStage<HttpResponse> challenge(JsonNode json) {
    var payload = new PlatformPayload(json);
    var challenge = payload.text("/challenge");
    payload.finish();
    var answer = HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, challenge));
    return channel(json)
        .<CompletionStage<?>>map(revocations::remove)
        .orElseGet(() -> completedStage(null))
        .handle((done, failure) -> {
          if (failure != null) {
            LOG.warn("Failed to remove a revocation", failure);
          }
          return answer;
        });
  }

  private CompletionStage<HttpResponse> revocation(JsonNode json, WebhookRequest webhook) {
    var payload = new PlatformPayload(json);
    var reason = payload.id("/subscription/status");
    payload.finish();
    var id = webhook.header(ID).orElseThrow();
    var channel = channel(json);
    if (channel.isEmpty() || recorded.getIfPresent(id) != null) {
      return completedStage(acknowledged());
    }
    LOG.warn("Twitch has revoked a chat subscription: {}", reason);
    AuditLog.note(
        "twitch",
        "revocation (" + reason + ") of channel " + channel.get().id(),
        webhook.request());
    var at = Instant.parse(webhook.header(TIMESTAMP).orElseThrow());
    return revocations.add(new Revocation(channel.get(), reason, at)).thenApply(done -> {
      recorded.put(id, true);
      return acknowledged();
    });
  }

  /** The channel whose chat a subscription is about; empty if it is about something else. */
  private static Optional<Channel> channel(JsonNode json) {
    var broadcaster = json.at("/subscription/condition/broadcaster_user_id").asString("");
    return json.at("/subscription/type").asString("").equals(EventSubMessage.CHAT_MESSAGE)
            && !broadcaster.isEmpty()
        ? Optional.of(new Channel("twitch", broadcaster))
        : Optional.empty();
  }
}
