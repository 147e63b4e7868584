package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST /webhooks/kick}: chat messages; other events are acknowledged and left alone. */
final class KickEndpoint implements Endpoint {

  static final String TYPE = "Kick-Event-Type";

  private static final String CHAT_MESSAGE = "chat.message.sent";

  private final WebhookVerifier proof;
  private final @Nullable KickKey fetched; // null when the configuration has the key, or none
  private final ChatLines lines;
  private final Refusals refusals;

  KickEndpoint(
      IngestSettings settings,
      TimestampTolerance freshness,
      ChatLines lines,
      IngestMetrics metrics) {
    this.fetched = settings
        .kickPublicKeyUrl()
        .map(url -> new KickKey(url, settings.kickPublicKeyRest()))
        .orElse(null);
    this.proof = new WebhookVerifier(
        "Kick-Event-Message-Id",
        "Kick-Event-Message-Timestamp",
        "Kick-Event-Signature",
        TYPE,
        freshness,
        settings.kickPublicKey().isEmpty()
            ? fetched
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
  public CompletionStage<HttpResponse> answer(WebhookRequest delivery) {
    return check(delivery)
        .thenCompose(
            refusal -> refusal.isPresent() ? refusals.refuse(refusal.get()) : count(delivery));
  }

  /** A signature that fails may be one of a key that is new, which this delivery or another one has just brought. */
  private CompletionStage<Optional<Refusal>> check(WebhookRequest delivery) {
    var refusal = proof.check(delivery);
    var key = fetched;
    if (key == null
        || refusal.map(Refusal::rejection).orElse(null) != WebhookRejection.BAD_SIGNATURE) {
      return completedStage(refusal);
    }
    return key.refresh()
        .thenApply(done -> key.isKnown()
            ? proof.check(delivery)
            : Optional.of(WebhookRejection.KEY_UNAVAILABLE.because(
                "Kick's public key could not be fetched just now; send it again")));
  }

  private CompletionStage<HttpResponse> count(WebhookRequest delivery) {
    var json = delivery.json();
    if (json.isEmpty()) {
      return refusals.refuseNoJson();
    }
    return delivery.header(TYPE).orElseThrow().equals(CHAT_MESSAGE)
        ? lines.count(KickMessage.parse(json.get()), delivery.request())
        : completedStage(ChatLines.acknowledged());
  }
}
