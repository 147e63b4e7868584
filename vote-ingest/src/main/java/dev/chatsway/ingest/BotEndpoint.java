package dev.chatsway.ingest;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import dev.chatsway.session.Session;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /webhooks/votes}: votes of any bot that can set a header, or sign (standardwebhooks.com). */
final class BotEndpoint implements Endpoint {

  private static final String ID = "webhook-id";
  private static final String TIMESTAMP = "webhook-timestamp";
  private static final String SIGNATURE = "webhook-signature";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final int ID_CHARACTERS = 200;
  private static final String BEARER = "Bearer ";
  private static final FieldError NO_SESSION =
      new FieldError("session", "no UUID", "a signed request names its session in its first vote");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TimestampTolerance freshness;
  private final SessionCache cache;
  private final VoteService ballots;
  private final Refusals refusals;
  private final Executor executor;

  BotEndpoint(
      TimestampTolerance freshness,
      SessionCache cache,
      VoteService ballots,
      IngestMetrics metrics,
      Executor executor) {
    this.freshness = freshness;
    this.cache = cache;
    this.ballots = ballots;
    this.refusals = new Refusals(platform(), metrics);
    this.executor = executor;
  }

  @Override
  public String platform() {
    return "bot";
  }

  @Override
  public CompletionStage<HttpResponse> answer(WebhookRequest delivery) {
    boolean signs = Stream.of(ID, TIMESTAMP, SIGNATURE)
        .anyMatch(name -> delivery.header(name).isPresent());
    return signs ? answerSigned(delivery) : answerBearer(delivery);
  }

  private CompletionStage<HttpResponse> answerBearer(WebhookRequest delivery) {
    var authorization = delivery.header("Authorization").orElse("");
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return refusals.refuse(WebhookRejection.NO_TOKEN.because(
          "send Authorization: Bearer and the session's vote token, or Standard Webhooks headers"));
    }
    var key = delivery.header(IDEMPOTENCY_KEY).orElse("");
    if (key.length() > ID_CHARACTERS) {
      return refusals.refuse(tooLong(IDEMPOTENCY_KEY));
    }
    var proof =
        new VoteCredential.VoteToken(authorization.substring(BEARER.length()).trim());
    return cache.find(proof).thenCompose(found -> {
      if (found.isEmpty()) {
        return refusals.refuse(unknownToken());
      }
      var json = delivery.json();
      return json.isEmpty()
          ? refusals.refuseNoJson()
          : count(delivery, json.get(), proof, found.get(0), key.isEmpty() ? null : "key:" + key);
    });
  }

  private CompletionStage<HttpResponse> answerSigned(WebhookRequest delivery) {
    for (var name : List.of(ID, TIMESTAMP, SIGNATURE)) {
      if (delivery.header(name).isEmpty()) {
        return refusals.refuse(
            WebhookRejection.MISSING_HEADER.because("the header " + name + " is missing"));
      }
    }
    var id = delivery.header(ID).orElseThrow();
    if (id.length() > ID_CHARACTERS) {
      return refusals.refuse(tooLong(ID));
    }
    Instant sentAt;
    try {
      sentAt = Instant.ofEpochSecond(Long.parseLong(delivery.header(TIMESTAMP).orElseThrow()));
    } catch (NumberFormatException | DateTimeException e) {
      return refusals.refuse(WebhookRejection.MALFORMED_HEADER.because(
          "the header " + TIMESTAMP + " is not in Unix seconds"));
    }
    var tooFar = freshness.check(sentAt);
    if (tooFar.isPresent()) {
      return refusals.refuse(tooFar.get());
    }
    var json = delivery.json();
    if (json.isEmpty()) {
      return refusals.refuseNoJson();
    }
    var named = BotVotes.namedSession(json.get());
    if (named.isEmpty()) {
      throw new InvalidFieldsException(List.of(NO_SESSION));
    }
    var proof = new VoteCredential.Named(named.get());
    return cache
        .find(proof)
        .thenCompose(
            found -> !found.isEmpty() && isSigned(delivery, found.get(0).session())
                ? count(delivery, json.get(), proof, found.get(0), "webhook:" + id)
                : refusals.refuse(WebhookRejection.BAD_SIGNATURE.because(
                    SIGNATURE + " does not fit this request")));
  }

  private CompletionStage<HttpResponse> count(
      WebhookRequest delivery,
      JsonNode json,
      VoteCredential proof,
      CachedSession judged,
      @Nullable String requestId) {
    var via = new RequestOrigin(platform(), delivery.request());
    var stages = new ArrayList<CompletionStage<Outcome>>();
    for (var ballot : BotVotes.parse(json, judged.session().id(), requestId)) {
      stages.add(ballots.cast(via, proof, judged, ballot));
    }
    return Futures.all(stages, executor).thenApply(outcomes -> answer(proof, outcomes));
  }

  /** A token that was rotated meanwhile is as unknown as one that never was, provided that nothing was counted. */
  private HttpResponse answer(VoteCredential proof, List<Outcome> outcomes) {
    boolean gone = !outcomes.isEmpty()
        && outcomes.stream().allMatch(outcome -> outcome.status() == Outcome.Status.NO_SESSION);
    if (gone && proof instanceof VoteCredential.VoteToken) {
      return refusals.answer(unknownToken());
    }
    var body = JSON.createObjectNode();
    var results = body.putArray("results");
    for (var outcome : outcomes) {
      var result = results.addObject().put("status", outcome.status().wire());
      if (outcome.value() != null) {
        result.put("value", outcome.value());
      }
    }
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(body)));
  }

  private static boolean isSigned(WebhookRequest delivery, Session session) {
    return Stream.of(
            Optional.of(session.webhookSecret()), Optional.ofNullable(session.oldWebhookSecret()))
        .flatMap(Optional::stream)
        .anyMatch(secret -> Signatures.standardWebhooks(secret)
            .isValid(
                delivery.header(ID).orElseThrow(),
                delivery.header(TIMESTAMP).orElseThrow(),
                delivery.body(),
                delivery.header(SIGNATURE).orElseThrow()));
  }

  private static Refusal unknownToken() {
    return WebhookRejection.UNKNOWN_TOKEN.because("no session has this vote token, or no longer");
  }

  private static Refusal tooLong(String header) {
    return WebhookRejection.MALFORMED_HEADER.because(
        "the header " + header + " is longer than " + ID_CHARACTERS + " characters");
  }
}
