package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** {@code POST /webhooks/eventsub}: Twitch's challenge, notifications and revocations. */
final class EventSubEndpoint implements Endpoint {

  static final String TYPE = "Twitch-Eventsub-Message-Type";

  private static final Logger LOG = LoggerFactory.getLogger(EventSubEndpoint.class);

  private final PlatformProof proof;
  private final ChatLines lines;
  private final Refusals refusals;

  EventSubEndpoint(
      IngestSettings settings, Freshness freshness, ChatLines lines, IngestMetrics metrics) {
    this.proof = new PlatformProof(
        "Twitch-Eventsub-Message-Id",
        "Twitch-Eventsub-Message-Timestamp",
        "Twitch-Eventsub-Message-Signature",
        TYPE,
        freshness,
        settings.eventSubSecret().isEmpty() ? null : Signatures.eventSub(settings.eventSubSecret()),
        IngestSettings.EVENTSUB_SECRET);
    this.lines = lines;
    this.refusals = new Refusals(platform(), metrics);
  }

  @Override
  public String platform() {
    return "twitch";
  }

  @Override
  public CompletionStage<HttpResponse> answer(Delivery delivery) {
    var refusal = proof.check(delivery);
    if (refusal.isPresent()) {
      return refusals.refuse(refusal.get());
    }
    var json = delivery.json();
    if (json.isEmpty()) {
      return refusals.refuseNoJson();
    }
    return switch (delivery.header(TYPE).orElseThrow()) {
      case "notification" -> notification(json.get());
      case "webhook_callback_verification" -> completedStage(challenge(json.get()));
      case "revocation" -> completedStage(revocation(json.get()));
      default -> completedStage(ChatLines.acknowledged()); // a kind that Twitch has added: no vote
    };
  }

  private CompletionStage<HttpResponse> notification(JsonNode json) {
    return EventSubMessage.parse(json)
        .map(lines::count)
        .orElseGet(() -> completedStage(ChatLines.acknowledged()));
  }

  private static HttpResponse challenge(JsonNode json) {
    var payload = new Payload(json);
    var challenge = payload.text("/challenge");
    payload.finish();
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, challenge));
  }

  private static HttpResponse revocation(JsonNode json) {
    var payload = new Payload(json);
    var status = payload.text("/subscription/status");
    payload.finish();
    LOG.warn("Twitch has revoked a chat subscription: {}", status);
    return ChatLines.acknowledged();
  }
}
