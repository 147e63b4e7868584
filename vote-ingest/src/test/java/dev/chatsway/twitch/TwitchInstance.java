package dev.chatsway.twitch;

import akka.http.javadsl.server.Directives;
import dev.chatsway.ingest.IngestServer;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An instance whose webhook, consents and report are on a port, in front of a real Redis, connected to a Twitch on loopback. */
final class TwitchInstance extends IngestServer {

  static final String ADMIN_TOKEN = "admin-token-of-a-test";
  static final String EVENTSUB_SECRET = "what-twitch-signs-with";

  final String publicUrl;

  private TwitchInstance(RedisServer redis, String publicUrl, int port, String config) {
    super(redis, config, true);
    this.publicUrl = publicUrl;
    var twitch = new Twitch(
        system,
        TwitchSettings.from(this.config, publicUrl),
        calls,
        sessions,
        metrics,
        new AdminToken(ADMIN_TOKEN));
    bind(port, Directives.concat(twitch.routes(), ingest.routes()));
    twitch.start();
  }

  /** With its own address as the public one, and quick about everything but the regular comparison. */
  static TwitchInstance start(RedisServer redis, TwitchApiStandIn twitch, String more) {
    int port = RedisServer.freePort();
    return new TwitchInstance(redis, "http://127.0.0.1:" + port, port, config(twitch, more));
  }

  /** Another one behind the same public address. */
  static TwitchInstance beside(
      TwitchInstance first, RedisServer redis, TwitchApiStandIn twitch, String more) {
    return new TwitchInstance(redis, first.publicUrl, 0, config(twitch, more));
  }

  static TwitchInstance unconfigured(RedisServer redis) {
    return new TwitchInstance(redis, "", 0, "");
  }

  static String config(TwitchApiStandIn twitch, String more) {
    return "chatsway.ingest { eventsub.secret = " + EVENTSUB_SECRET
        + ", twitch { client-id = " + TwitchApiStandIn.CLIENT_ID + ", client-secret = "
        + TwitchApiStandIn.CLIENT_SECRET + ", bot-user-id = " + TwitchApiStandIn.BOT
        + ", api-url = \"" + twitch.apiUrl() + "\", auth-url = \"" + twitch.authUrl()
        + "\", poll = 50ms, lease = 2s, patience { least = 10ms, most = 100ms } } }\n" + more;
  }

  /** A session with these Twitch channels. */
  Session session(String... channels) {
    return get(sessions.create(SessionRequest.parse(channels(channels))));
  }

  void change(Session session, String... channels) {
    get(sessions.update(
        session.id(), now -> now.with(SessionRequest.patched(now, channels(channels)))));
  }

  private static JsonNode channels(String... ids) {
    var json = JsonMapper.shared().createObjectNode();
    var list = json.putArray("channels");
    List.of(ids).forEach(id -> list.addObject().put("platform", "twitch").put("id", id));
    return json;
  }

  /** As {@code ./chatsway twitch status} reads it. */
  JsonNode report() {
    var answer = fetch("/api/v1/twitch", "Authorization", "Bearer " + ADMIN_TOKEN);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  double called(String call, String result) {
    return count("chatsway.twitch.calls", "call", call, "result", result);
  }

  double callsInAll() {
    return count("chatsway.twitch.calls");
  }

  double up() {
    return metrics.get("chatsway.twitch.up").gauge().value();
  }

  double counted(String status) {
    return metrics
        .get("chatsway.twitch.subscriptions")
        .tag("status", status)
        .gauge()
        .value();
  }
}
