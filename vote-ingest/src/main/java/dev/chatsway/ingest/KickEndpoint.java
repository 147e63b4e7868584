package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** {@code POST /webhooks/kick}: chat messages; other events are acknowledged and left alone. */
final class KickEndpoint implements Endpoint {

  static final String TYPE = "Kick-Event-Type";

  private static final String CHAT_MESSAGE = "chat.message.sent";

  private final PlatformProof proof;
  private final ChatLines lines;
  private final Refusals refusals;

  KickEndpoint(
      IngestSettings settings, Freshness freshness, ChatLines lines, IngestMetrics metrics) {
    this.proof = new PlatformProof(
        "Kick-Event-Message-Id",
        "Kick-Event-Message-Timestamp",
        "Kick-Event-Signature",
        TYPE,
        freshness,
        settings.kickPublicKey().isEmpty()
            ? null
            : Signatures.kick(Signatures.rsaKey(settings.kickPublicKey())),
        IngestSettings.KICK_PUBLIC_KEY);
    this.lines = lines;
    this.refusals = new Refusals(platform(), metrics);
  }

  @Override
  public String platform() {
    return "kick";
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
    return delivery.header(TYPE).orElseThrow().equals(CHAT_MESSAGE)
        ? lines.count(KickMessage.parse(json.get()))
        : completedStage(ChatLines.acknowledged());
  }
}
