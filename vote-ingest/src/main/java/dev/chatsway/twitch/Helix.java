package dev.chatsway.twitch;

import akka.Done;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of Twitch's API that we use, under the app token: conduits, their shards, and subscriptions to chats
 * (dev.twitch.tv/docs/api/reference). Every stage fails with a {@link TwitchException}.
 */
final class Helix {

  /** A conduit's one shard: its status in Twitch's words ({@code none} before it was set) and where it delivers to. */
  record Shard(String status, String callback) {

    boolean isEnabled() {
      return status.equals("enabled");
    }

    boolean isPending() {
      return status.equals("webhook_callback_verification_pending");
    }
  }

  static final String CHAT_MESSAGE = "channel.chat.message";

  private static final String SHARD = "0";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TwitchSettings settings;
  private final TwitchHttp http;
  private final AppToken token;
  private final RetryPolicy patience;

  Helix(TwitchSettings settings, TwitchHttp http, AppToken token, RetryPolicy patience) {
    this.settings = settings;
    this.http = http;
    this.token = token;
    this.patience = patience;
  }

  /** The same for somebody who waits for an answer. */
  Helix noRetries() {
    return new Helix(settings, http, token, patience.noRetries());
  }

  /** Makes a conduit with one shard; its id. */
  CompletionStage<String> createConduit() {
    return call("create_conduit", "POST", "/eventsub/conduits", Map.of("shard_count", 1))
        .thenApply(answer -> {
          var id = demand("create_conduit", answer).at("/data/0/id").asString("");
          if (id.isEmpty()) {
            throw new TwitchException("Twitch returned a conduit without an id");
          }
          return id;
        });
  }

  /** The shard of a conduit; empty if Twitch has no such conduit (any more). */
  CompletionStage<Optional<Shard>> shard(String conduit) {
    var path = "/eventsub/conduits/shards?" + Form.of("conduit_id", conduit);
    return pages("shards", path, "", new ArrayList<>(), List.of(404))
        .thenApply(found -> found.map(shards -> shards.stream()
            .filter(shard -> shard.path("id").asString("").equals(SHARD))
            .map(shard -> new Shard(
                shard.path("status").asString("none"),
                shard.at("/transport/callback").asString("")))
            .findFirst()
            .orElse(new Shard("none", ""))));
  }

  /** Makes our webhook the shard; Twitch then asks the webhook whether that is right. */
  CompletionStage<Shard> setShard(String conduit) {
    var transport = Map.of(
        "method", "webhook",
        "callback", settings.callback(),
        "secret", settings.eventSubSecret());
    var body = Map.of(
        "conduit_id", conduit, "shards", List.of(Map.of("id", SHARD, "transport", transport)));
    return call("set_shard", "PATCH", "/eventsub/conduits/shards", body).thenApply(answer -> {
      var json = demand("set_shard", answer);
      var error = json.at("/errors/0/message").asString("");
      if (!error.isEmpty()) {
        throw new TwitchException("Twitch does not accept the webhook as a shard: " + error);
      }
      return new Shard(json.at("/data/0/status").asString("none"), settings.callback());
    });
  }

  /** All subscriptions of our application to chats, ours and others'. */
  CompletionStage<List<Subscription>> subscriptions() {
    var path = "/eventsub/subscriptions?" + Form.of("type", CHAT_MESSAGE);
    return pages("subscriptions", path, "", new ArrayList<>(), List.of())
        .thenApply(found -> found.orElseThrow().stream().map(Subscription::of).toList());
  }

  /** Asks for a chat; whatever Twitch says to it is an answer. */
  CompletionStage<TwitchHttp.Answer> subscribe(String conduit, String broadcaster) {
    var body = Map.of(
        "type",
        CHAT_MESSAGE,
        "version",
        "1",
        "condition",
        Map.of("broadcaster_user_id", broadcaster, "user_id", settings.botUserId()),
        "transport",
        Map.of("method", "conduit", "conduit_id", conduit));
    return call("subscribe", "POST", "/eventsub/subscriptions", body);
  }

  /** Ends a subscription; that it is gone already is as good. */
  CompletionStage<Done> unsubscribe(Subscription subscription) {
    var path = "/eventsub/subscriptions?" + Form.of("id", subscription.id());
    return call("unsubscribe", "DELETE", path, Map.of()).thenApply(answer -> {
      if (answer.status() != 404) {
        demand("unsubscribe", answer);
      }
      return Done.getInstance();
    });
  }

  /** Everything on all pages; empty if the first answer is one of these statuses. */
  private CompletionStage<Optional<List<JsonNode>>> pages(
      String name, String path, String cursor, List<JsonNode> soFar, List<Integer> none) {
    var page = cursor.isEmpty() ? path : path + "&" + Form.of("after", cursor);
    return call(name, "GET", page, Map.of()).thenCompose(answer -> {
      if (none.contains(answer.status())) {
        return CompletableFuture.completedStage(Optional.empty());
      }
      var json = demand(name, answer);
      json.path("data").forEach(soFar::add);
      var next = json.at("/pagination/cursor").asString("");
      return next.isEmpty() || next.equals(cursor)
          ? CompletableFuture.completedStage(Optional.of(soFar))
          : pages(name, path, next, soFar, none);
    });
  }

  private static JsonNode demand(String name, TwitchHttp.Answer answer) {
    if (!answer.isOk()) {
      throw new TwitchException("Twitch's " + name + ": " + answer.words());
    }
    return answer.body();
  }

  private CompletionStage<TwitchHttp.Answer> call(
      String name, String method, String path, Map<String, ?> body) {
    return token
        .get()
        .thenCompose(bearer -> send(name, method, path, body, bearer).thenCompose(answer -> {
          if (answer.status() != 401) {
            return CompletableFuture.completedStage(answer);
          }
          token.refused(bearer);
          return token.get().thenCompose(fresh -> send(name, method, path, body, fresh));
        }));
  }

  private CompletionStage<TwitchHttp.Answer> send(
      String name, String method, String path, Map<String, ?> body, String bearer) {
    var request = HttpRequest.newBuilder(URI.create(settings.api() + path))
        .timeout(settings.timeout())
        .header("Authorization", "Bearer " + bearer)
        .header("Client-Id", settings.clientId());
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }
    return http.send(name, request.build(), patience);
  }
}
