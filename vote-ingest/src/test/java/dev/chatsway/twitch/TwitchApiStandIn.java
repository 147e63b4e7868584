package dev.chatsway.twitch;

import akka.http.javadsl.model.Query;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chatsway.ingest.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Twitch's part over real HTTP: OAuth, conduits, shards and subscriptions, as its documentation describes them. It holds
 * whoever asks to that documentation: what does not keep to it is a complaint, which every test looks at in the end.
 */
public final class TwitchApiStandIn implements AutoCloseable {

  public static final String CLIENT_ID = "client-of-a-test";
  public static final String CLIENT_SECRET = "client-secret-of-a-test";
  public static final String BOT = "999";

  /** So that a few subscriptions are pages already. */
  private static final int PAGE = 2;

  private static final int STALL = -1;

  private static final JsonMapper JSON = JsonMapper.shared();

  /** A conduit's shard. */
  static final class Shard {
    String status = "none";
    String callback = "";
    String secret = "";
  }

  /** A subscription, and the JSON that lists it. */
  record Listed(
      String id,
      String type,
      String broadcaster,
      String user,
      Map<String, Object> transport,
      AtomicReference<String> status) {

    boolean isEnabled() {
      return status.get().equals("enabled");
    }

    String json() {
      return """
          {"id": "%s", "status": "%s", "type": "%s", "version": "1", "created_at": "%s", "cost": 0,
           "condition": {"broadcaster_user_id": "%s", "user_id": "%s"}, "transport": %s}
          """.formatted(
          id, status, type, Instant.now(), broadcaster, user, JSON.writeValueAsString(transport));
    }
  }

  /** A request that was answered, and when it came. */
  record Asked(String what, Instant at, int status) {}

  private record Trouble(int status, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
    var thread = new Thread(runnable, "twitch-stand-in");
    thread.setDaemon(true);
    return thread;
  });

  // all below: guarded by this
  private final Map<String, Shard> conduits = new LinkedHashMap<>();
  private final List<Listed> subscriptions = new ArrayList<>();
  private final Set<String> appTokens = new HashSet<>();
  private final Map<String, String> userTokens = new HashMap<>(); // to account
  private final Map<String, String> codes = new HashMap<>(); // to account
  private final Set<String> consents = new HashSet<>(Set.of(BOT));
  private final List<Asked> asked = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Deque<Trouble>> troubles = new HashMap<>();
  private String clientSecret = CLIENT_SECRET;
  private String redirect = "";
  private String scopesOfCodes = "channel:bot";
  private int number;
  private boolean isOut;

  private TwitchApiStandIn(HttpServer server) {
    this.server = server;
  }

  public static TwitchApiStandIn start() {
    try {
      var standIn = new TwitchApiStandIn(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      standIn.server.setExecutor(standIn.threads);
      standIn.server.createContext("/", standIn::serve);
      standIn.server.start();
      return standIn;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For TWITCH_API_URL. */
  public String apiUrl() {
    return origin() + "/helix";
  }

  /** For TWITCH_AUTH_URL. */
  public String authUrl() {
    return origin() + "/oauth2";
  }

  private String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets the bot into a channel. */
  public synchronized void consent(String account) {
    consents.add(account);
  }

  synchronized void takeBack(String account) {
    consents.remove(account);
    subscriptions.stream()
        .filter(each -> each.broadcaster.equals(account))
        .forEach(each -> each.status.set("authorization_revoked"));
  }

  /** What a code will stand for, if somebody comes with it from this redirect URI. */
  public synchronized void code(String code, String account, String scopes, String redirectUri) {
    codes.put(code, account);
    scopesOfCodes = scopes;
    redirect = redirectUri;
  }

  /** Answers the next requests of a kind so, one after the other. */
  synchronized void trouble(String what, int status, Map<String, String> headers, int times) {
    for (int i = 0; i < times; i++) {
      troubles.computeIfAbsent(what, kind -> new ArrayDeque<>()).add(new Trouble(status, headers));
    }
  }

  /** Ends the client secret and what came by it, as Twitch's console does when it shows a new one. */
  public synchronized void clientSecret(String secret) {
    clientSecret = secret;
    appTokens.clear();
  }

  /** Answers everything 503, or no longer. */
  public synchronized void outage(boolean isOut) {
    this.isOut = isOut;
  }

  /** Begins the next answer of a kind, and never ends it. */
  synchronized void stall(String what) {
    trouble(what, STALL, Map.of(), 1);
  }

  synchronized void expireTokens() {
    appTokens.clear();
  }

  synchronized String addConduit() {
    var id = "conduit-" + ++number;
    conduits.put(id, new Shard());
    return id;
  }

  synchronized void deleteConduit(String id) {
    conduits.remove(id);
    subscriptions.removeIf(each -> id.equals(each.transport.get("conduit_id")));
  }

  synchronized void shardStatus(String status) {
    conduits.values().forEach(shard -> shard.status = status);
    notifyAll();
  }

  synchronized Listed addSubscription(String broadcaster, Map<String, Object> transport) {
    return addSubscription(broadcaster, BOT, transport);
  }

  private Listed addSubscription(String broadcaster, String user, Map<String, Object> transport) {
    var added = new Listed(
        "subscription-" + ++number,
        "channel.chat.message",
        broadcaster,
        user,
        transport,
        new AtomicReference<>("enabled"));
    subscriptions.add(added);
    return added;
  }

  synchronized List<Listed> subscriptions() {
    return List.copyOf(subscriptions);
  }

  /** The channels that are delivered by conduits, in order. */
  public synchronized List<String> enabled() {
    return subscriptions.stream()
        .filter(each -> each.isEnabled() && each.transport.containsKey("conduit_id"))
        .map(Listed::broadcaster)
        .sorted()
        .toList();
  }

  synchronized Set<String> conduits() {
    return Set.copyOf(conduits.keySet());
  }

  synchronized Shard shard(String conduit) {
    return conduits.get(conduit);
  }

  synchronized List<String> tokens() {
    return List.copyOf(appTokens);
  }

  /** Every request of a kind so far, such as {@code POST /helix/eventsub/subscriptions}. */
  synchronized List<Asked> asked(String what) {
    return asked.stream().filter(each -> each.what.equals(what)).toList();
  }

  synchronized int asked() {
    return asked.size();
  }

  public synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Returns once it holds; looked at after every request. */
  public synchronized void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try {
      while (!condition.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("not within 30 s: " + what + "; asked so far: " + asked);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    var what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var at = Instant.now();
    Answer answer;
    synchronized (this) {
      try {
        answer = isOut ? Answer.error(503, "away") : answer(what, exchange, body);
      } catch (RuntimeException e) {
        complaints.add(what + ": " + e);
        answer = Answer.error(400, String.valueOf(e));
      }
    }
    if (answer.status == STALL) {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().flush();
      return;
    }
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
    synchronized (this) {
      asked.add(new Asked(what, at, answer.status));
      notifyAll();
    }
    answer.after.run();
  }

  private record Answer(int status, String body, Map<String, String> headers, Runnable after) {
    Answer(int status, String body) {
      this(status, body, Map.of(), () -> {});
    }

    static Answer error(int status, String message) {
      return error(status, message, Map.of());
    }

    static Answer error(int status, String message, Map<String, String> headers) {
      var body = Map.of("error", "an error", "status", status, "message", message);
      return new Answer(status, JSON.writeValueAsString(body), headers, () -> {});
    }
  }

  private Answer answer(String what, HttpExchange exchange, String body) {
    var trouble = troubles.getOrDefault(what, new ArrayDeque<>()).poll();
    if (trouble != null) {
      return Answer.error(trouble.status, "trouble of a test", trouble.headers);
    }
    var query = parameters(exchange.getRequestURI().getRawQuery());
    return switch (what) {
      case "GET /oauth2/authorize" -> authorize(query);
      case "POST /oauth2/token" -> token(parameters(body));
      case "GET /oauth2/validate" -> validate(header(exchange, "Authorization"));
      default -> helix(what, exchange, query, body);
    };
  }

  /** The streamer whose code waits says yes at once. */
  private Answer authorize(Map<String, String> query) {
    check(query.get("client_id").equals(CLIENT_ID), "client_id");
    check(query.get("redirect_uri").equals(redirect), "redirect_uri");
    check(query.get("response_type").equals("code"), "response_type");
    check(query.get("scope").equals(scopesOfCodes), "scope");
    var back =
        redirect + "?code=" + codes.keySet().iterator().next() + "&state=" + query.get("state");
    return new Answer(302, "", Map.of("Location", back), () -> {});
  }

  private Answer token(Map<String, String> form) {
    check(CLIENT_ID.equals(form.get("client_id")), "client_id");
    if (!clientSecret.equals(form.get("client_secret"))) {
      return Answer.error(403, "invalid client secret");
    }
    if ("client_credentials".equals(form.get("grant_type"))) {
      var token = "app-token-" + ++number;
      appTokens.add(token);
      return new Answer(200, """
          {"access_token": "%s", "expires_in": 5000000, "token_type": "bearer"}""".formatted(token));
    }
    check("authorization_code".equals(form.get("grant_type")), "grant_type");
    check(redirect.equals(form.get("redirect_uri")), "redirect_uri " + form.get("redirect_uri"));
    var account = codes.remove(form.get("code"));
    if (account == null) {
      return Answer.error(400, "Invalid authorization code");
    }
    var token = "user-token-" + ++number;
    userTokens.put(token, account);
    consents.add(account);
    return new Answer(200, """
        {"access_token": "%s", "refresh_token": "refresh-token-%s", "expires_in": 14000, "scope": %s,
         "token_type": "bearer"}""".formatted(token, number, scopes()));
  }

  private String scopes() {
    return JSON.writeValueAsString(scopesOfCodes.split(" "));
  }

  private Answer validate(String authorization) {
    check(authorization.startsWith("OAuth "), "validate takes OAuth");
    var account = userTokens.get(authorization.substring("OAuth ".length()));
    return account == null
        ? Answer.error(401, "invalid access token")
        : new Answer(200, """
            {"client_id": "%s", "login": "login_%s", "scopes": %s, "user_id": "%s", "expires_in": 14000}
            """.formatted(CLIENT_ID, account, scopes(), account));
  }

  private Answer helix(String what, HttpExchange exchange, Map<String, String> query, String body) {
    check(header(exchange, "Client-Id").equals(CLIENT_ID), "Client-Id");
    if (!appTokens.contains(header(exchange, "Authorization").replaceFirst("^Bearer ", ""))) {
      return Answer.error(401, "Invalid OAuth token");
    }
    var json = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    return switch (what) {
      case "POST /helix/eventsub/conduits" -> {
        check(json.path("shard_count").asInt() == 1, "shard_count");
        var id = addConduit();
        yield new Answer(200, """
            {"data": [{"id": "%s", "shard_count": 1}]}""".formatted(id));
      }
      case "GET /helix/eventsub/conduits/shards" -> shards(query.get("conduit_id"));
      case "PATCH /helix/eventsub/conduits/shards" -> setShard(json);
      case "GET /helix/eventsub/subscriptions" -> list(query);
      case "POST /helix/eventsub/subscriptions" -> subscribe(json);
      case "DELETE /helix/eventsub/subscriptions" ->
        subscriptions.removeIf(each -> each.id.equals(query.get("id")))
            ? new Answer(204, "")
            : Answer.error(404, "subscription not found");
      default -> throw new IllegalArgumentException("there is no " + what);
    };
  }

  private Answer shards(String conduit) {
    var shard = conduits.get(conduit);
    return shard == null
        ? Answer.error(404, "conduit not found")
        : new Answer(
            200,
            "{\"data\": [%s], \"pagination\": {}}"
                .formatted(shard.status.equals("none") ? "" : json(shard)));
  }

  private static String json(Shard shard) {
    return """
        {"id": "0", "status": "%s", "transport": {"method": "webhook", "callback": "%s"}}
        """.formatted(shard.status, shard.callback);
  }

  private Answer setShard(JsonNode json) {
    var shard = conduits.get(json.path("conduit_id").asString());
    if (shard == null) {
      return Answer.error(404, "conduit not found");
    }
    var transport = json.at("/shards/0/transport");
    check(json.at("/shards/0/id").asString().equals("0"), "shard id");
    check(transport.path("method").asString().equals("webhook"), "method");
    shard.callback = transport.path("callback").asString();
    shard.secret = transport.path("secret").asString();
    check(shard.secret.length() >= 10 && shard.secret.length() <= 100, "secret");
    shard.status = "webhook_callback_verification_pending";
    return new Answer(
        202,
        "{\"data\": [%s], \"errors\": []}".formatted(json(shard)),
        Map.of(),
        () -> threads.execute(() -> {
          boolean right = isAnswered(shard.callback, shard.secret);
          synchronized (this) {
            shard.status = right ? "enabled" : "webhook_callback_verification_failed";
            notifyAll();
          }
        }));
  }

  /** Whether a webhook answers Twitch's question whether it wants to be one. */
  private static boolean isAnswered(String callback, String secret) {
    var challenge = UUID.randomUUID().toString();
    var request = Sent.eventSub(
        secret,
        "webhook_callback_verification",
        UUID.randomUUID().toString(),
        Instant.now(),
        Sent.bytes("{'challenge':'" + challenge
            + "','subscription':{'type':'conduit.shard','condition':{}}}"));
    try {
      var answer = HttpClient.newHttpClient()
          .send(
              request.request(callback.replaceFirst("/webhooks/eventsub$", "")),
              BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().equals(challenge);
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private Answer list(Map<String, String> query) {
    var all = subscriptions.stream()
        .filter(each -> each.type.equals(query.getOrDefault("type", each.type)))
        .toList();
    int from = query.containsKey("after") ? Integer.parseInt(query.get("after")) : 0;
    int to = Math.min(all.size(), from + PAGE);
    return new Answer(200, """
        {"total": %s, "data": [%s], "pagination": %s}
        """.formatted(
            all.size(),
            all.subList(Math.min(from, to), to).stream()
                .map(Listed::json)
                .collect(Collectors.joining(",")),
            to < all.size() ? "{\"cursor\": \"" + to + "\"}" : "{}"));
  }

  private Answer subscribe(JsonNode json) {
    check(json.path("type").asString().equals("channel.chat.message"), "type");
    check(json.path("version").asString().equals("1"), "version");
    check(json.at("/transport/method").asString().equals("conduit"), "transport");
    var conduit = json.at("/transport/conduit_id").asString();
    var broadcaster = json.at("/condition/broadcaster_user_id").asString();
    var user = json.at("/condition/user_id").asString();
    if (!conduits.containsKey(conduit)) {
      return Answer.error(404, "conduit not found");
    }
    if (!broadcaster.matches("\\d+")) {
      return Answer.error(400, "invalid condition");
    }
    if (!consents.contains(broadcaster) || !consents.contains(BOT)) {
      return Answer.error(403, "subscription missing proper authorization");
    }
    if (subscriptions.stream()
        .anyMatch(each -> each.broadcaster.equals(broadcaster)
            && each.user.equals(user)
            && conduit.equals(each.transport.get("conduit_id")))) {
      return Answer.error(409, "subscription already exists");
    }
    var added =
        addSubscription(broadcaster, user, Map.of("method", "conduit", "conduit_id", conduit));
    return new Answer(
        202, "{\"data\": [%s], \"total\": %s}".formatted(added.json(), subscriptions.size()));
  }

  private void check(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException(what);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    var value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> parameters(@Nullable String text) {
    return Query.create(text == null ? "" : text).toMap();
  }
}
