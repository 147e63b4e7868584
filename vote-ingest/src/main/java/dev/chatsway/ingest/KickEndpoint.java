package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST /webhooks/kick}: chat messages; other events are acknowledged and ignored. */
final class KickEndpoint implements Endpoint {

  static final String TYPE = "Kick-Event-Type";

  private static final String CHAT_MESSAGE = "chat.message.sent";

  private final WebhookVerifier verifier;
  private final @Nullable KickKey fetched; // null when the configuration has the key, or none
  private final VoteService votes;

  KickEndpoint(IngestSettings settings, TimestampTolerance tolerance, VoteService votes) {
    this.fetched = settings
        .kickPublicKeyUrl()
        .map(url -> new KickKey(url, settings.kickPublicKeyRest()))
        .orElse(null);
    this.verifier = new WebhookVerifier(
        "Kick-Event-Message-Id",
        "Kick-Event-Message-Timestamp",
        "Kick-Event-Signature",
        TYPE,
        tolerance,
        settings.kickPublicKey().isEmpty()
            ? fetched
            : Signatures.kick(Signatures.rsaKey(settings.kickPublicKey())),
        IngestSettings.KICK_PUBLIC_KEY);
    this.votes = votes;
  }

  @Override
  public String platform() {
    return "kick";
  }

  /** A signature that fails may be one of a new key, which is fetched then. */
  @Override
  public CompletionStage<HttpResponse> answer(WebhookRequest webhook) {
    try {
      verifier.verify(webhook);
    } catch (WebhookRejection rejection) {
      var key = fetched;
      if (key == null || rejection.reason() != WebhookRejection.Reason.BAD_SIGNATURE) {
        throw rejection;
      }
      return key.refresh().thenCompose(done -> {
        if (!key.isKnown()) {
          throw WebhookRejection.Reason.KEY_UNAVAILABLE.because(
              "Kick's public key could not be fetched; try again");
        }
        verifier.verify(webhook);
        return count(webhook);
      });
    }
    return count(webhook);
  }

  private CompletionStage<HttpResponse> count(WebhookRequest webhook) {
    var json = webhook.json();
    if (!webhook.header(TYPE).orElseThrow().equals(CHAT_MESSAGE)) {
      return completedStage(EventSubEndpoint.acknowledged());
    }
    return votes
        .submit(webhook.request(), KickMessage.parse(json))
        .thenApply(done -> EventSubEndpoint.acknowledged());
  }
}
