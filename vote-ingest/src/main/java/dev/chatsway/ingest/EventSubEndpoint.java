package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** {@code POST /webhooks/eventsub}: Twitch's challenge, notifications and revocations. */
final class EventSubEndpoint implements Endpoint {

  private static final String TIMESTAMP = "Twitch-Eventsub-Message-Timestamp";
  static final String TYPE = "Twitch-Eventsub-Message-Type";

  private static final Logger LOG = LoggerFactory.getLogger(EventSubEndpoint.class);

  private final WebhookVerifier proof;
  private final ChatLines lines;
  private final Revocations revocations;
  private final Refusals refusals;

  EventSubEndpoint(
      IngestSettings settings,
      TimestampTolerance freshness,
      ChatLines lines,
      Revocations revocations,
      IngestMetrics metrics) {
    this.proof = new WebhookVerifier(
        "Twitch-Eventsub-Message-Id",
        TIMESTAMP,
        "Twitch-Eventsub-Message-Signature",
        TYPE,
        freshness,
        settings.eventSubSecret().isEmpty() ? null : Signatures.eventSub(settings.eventSubSecret()),
        IngestSettings.EVENTSUB_SECRET);
    this.lines = lines;
    this.revocations = revocations;
    this.refusals = new Refusals(platform(), metrics);
  }

  @Override
  public String platform() {
    return "twitch";
  }

  @Override
  public CompletionStage<HttpResponse> answer(WebhookRequest delivery) {
    var refusal = proof.check(delivery);
    if (refusal.isPresent()) {
      return refusals.refuse(refusal.get());
    }
    var json = delivery.json();
    if (json.isEmpty()) {
      return refusals.refuseNoJson();
    }
    return switch (delivery.header(TYPE).orElseThrow()) {
      case "notification" -> notification(json.get(), delivery);
      case "webhook_callback_verification" -> challenge(json.get());
      case "revocation" -> revocation(json.get(), delivery);
      default -> completedStage(ChatLines.acknowledged()); // a kind that Twitch has added: no vote
    };
  }

  private CompletionStage<HttpResponse> notification(JsonNode json, WebhookRequest delivery) {
    return EventSubMessage.parse(json)
        .map(line -> lines.count(line, delivery.request()))
        .orElseGet(() -> completedStage(ChatLines.acknowledged()));
  }

  /** The subscription is made anew. A challenge is answered whatever Redis says: Twitch would not ask again. */
  private CompletionStage<HttpResponse> challenge(JsonNode json) {
    var payload = new PlatformPayload(json);
    var challenge = payload.text("/challenge");
    payload.finish();
    var answer = HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, challenge));
    return channel(json)
        .<CompletionStage<?>>map(revocations::forget)
        .orElseGet(() -> completedStage(null))
        .handle((done, failure) -> {
          if (failure != null) {
            LOG.warn("A revocation could not be forgotten", failure);
          }
          return answer;
        });
  }

  private CompletionStage<HttpResponse> revocation(JsonNode json, WebhookRequest delivery) {
    var payload = new PlatformPayload(json);
    var reason = payload.text("/subscription/status");
    payload.finish();
    LOG.warn("Twitch has revoked a chat subscription: {}", reason);
    var at = Instant.parse(delivery.header(TIMESTAMP).orElseThrow());
    return channel(json)
        .<CompletionStage<?>>map(channel -> {
          AuditLog.note(
              "twitch",
              "revocation (" + reason + ") of channel " + channel.id(),
              delivery.request());
          return revocations.remember(new Revocation(channel, reason, at));
        })
        .orElseGet(() -> completedStage(null))
        .thenApply(done -> ChatLines.acknowledged());
  }

  /** Whose chat a subscription is about; empty if it is about something else. */
  private static Optional<Channel> channel(JsonNode json) {
    var broadcaster = json.at("/subscription/condition/broadcaster_user_id").asString("");
    return json.at("/subscription/type").asString("").equals(EventSubMessage.CHAT_MESSAGE)
            && !broadcaster.isEmpty()
        ? Optional.of(new Channel("twitch", broadcaster))
        : Optional.empty();
  }
}
