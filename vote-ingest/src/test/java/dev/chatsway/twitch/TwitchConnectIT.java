package dev.chatsway.twitch;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Cookie;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.ingest.RecordedAudit;
import dev.chatsway.redis.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way through Twitch's consent page and back, as a browser walks it. */
final class TwitchConnectIT {

  private static final String TOKEN = "POST /oauth2/token";

  private static RedisServer redis;
  private static TwitchApiStandIn twitch;
  private static TwitchInstance instance;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    twitch = TwitchApiStandIn.start();
    instance = TwitchInstance.start(redis, twitch, "");
  }

  @AfterAll
  static void stop() {
    instance.close();
    twitch.close();
    redis.close();
  }

  @AfterEach
  void nothingWasAskedThatTwitchDoesNotKnow() {
    assertThat(twitch.complaints()).isEmpty();
  }

  /** A browser on its way: the cookie that it keeps, and the state that Twitch will hand back. */
  private record Way(String cookie, Map<String, String> asked) {
    String state() {
      return asked.get("state");
    }
  }

  private static Way begin(String query) {
    var answer = instance.fetch("/twitch/connect" + query);
    assertThat(answer.statusCode()).isEqualTo(302);
    var setCookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(setCookie)
        .contains("; HttpOnly; SameSite=Lax", "Path=/twitch/connect;", "Max-Age=600");
    var location = URI.create(answer.headers().firstValue("Location").orElseThrow());
    assertThat(location.toString()).startsWith(twitch.authUrl() + "/authorize?");
    var asked = new HashMap<String, String>();
    for (var pair : location.getRawQuery().split("&", -1)) {
      var parts = pair.split("=", 2);
      asked.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return new Way(setCookie.substring(0, setCookie.indexOf(';')), asked);
  }

  private static HttpResponse<String> back(Way way, String query) {
    var answer = instance.fetch("/twitch/connect?" + query, "Cookie", way.cookie);
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    return answer;
  }

  private static void code(String code, String account, String scopes) {
    twitch.code(code, account, scopes, instance.publicUrl + "/twitch/connect");
  }

  private static boolean isRemembered(String account) {
    return redis
        .client()
        .hexists("chatsway:twitch:" + TwitchApiStandIn.CLIENT_ID + ":consents", account);
  }

  @Test
  void aConsentIsAskedForWithNothingSecretInIt() {
    var way = begin("");

    assertThat(way.asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", TwitchApiStandIn.CLIENT_ID)
        .containsEntry("redirect_uri", instance.publicUrl + "/twitch/connect")
        .containsEntry("scope", "channel:bot")
        .containsOnlyKeys("response_type", "client_id", "redirect_uri", "scope", "state");
    assertThat(way.asked.toString() + way.cookie).doesNotContain(TwitchApiStandIn.CLIENT_SECRET);
    assertThat(begin("").state()).isNotEqualTo(way.state());
  }

  @Test
  void aStreamerWhoSaysYesIsSubscribedToAtOnceWhereASessionHasTheChannel() {
    instance.session("4001");
    twitch.await(
        "a refusal",
        () -> twitch.asked("POST /helix/eventsub/subscriptions").stream()
            .anyMatch(each -> each.status() == 403));
    var way = begin("");
    code("good-code", "4001", "channel:bot");

    var page = back(way, "code=good-code&scope=channel%3Abot&state=" + way.state());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Twitch is connected", "login_4001", "4001");
    twitch.await("the chat", () -> twitch.enabled().contains("4001"));
    assertThat(isRemembered("4001:STREAMER")).isTrue();
  }

  @Test
  void whoCameForABarIsLedBackToItAndTheOwnerDecides() {
    var session = instance.session();
    var way = begin("?session=" + session.id());
    code("for-a-bar", "4002", "channel:bot");

    var page = back(way, "code=for-a-bar&state=" + way.state());

    assertThat(page.body())
        .contains("href=\"" + instance.publicUrl + "/studio?twitch=4002#/bars/" + session.id()
            + "/chat\"");
    assertThat(TwitchInstance.get(instance.sessions.find(session.id()))
            .orElseThrow()
            .channels())
        .isEmpty();
  }

  @Test
  void theBotsConsentIsTheBotsOnly() {
    var way = begin("?as=bot");
    assertThat(way.asked).containsEntry("scope", "user:read:chat user:bot");
    code("bots-code", TwitchApiStandIn.BOT, "user:read:chat user:bot");
    assertThat(back(way, "code=bots-code&state=" + way.state()).body())
        .contains("may now read chats for us");
    assertThat(instance.report().at("/bot/consented").asBoolean()).isTrue();

    var other = begin("?as=bot");
    code("not-the-bots-code", "4003", "user:read:chat user:bot");
    assertThat(back(other, "code=not-the-bots-code&state=" + other.state()).body())
        .contains("That is the wrong account", "4003", "Try again", "?as=bot");
    assertThat(isRemembered("4003:BOT")).isFalse();
  }

  @Test
  void aConsentIsInTheAuditLogAndWhatIsNoneIsNot() {
    try (var audit = new RecordedAudit()) {
      var streamers = begin("");
      code("audited", "4009", "channel:bot");
      back(streamers, "code=audited&state=" + streamers.state());
      var bots = begin("?as=bot");
      code("audited-bot", TwitchApiStandIn.BOT, "user:read:chat user:bot");
      back(bots, "code=audited-bot&state=" + bots.state());

      var no = begin("");
      back(no, "error=access_denied&state=" + no.state());
      var other = begin("?as=bot");
      code("another-bot", "4010", "user:read:chat user:bot");
      back(other, "code=another-bot&state=" + other.state());
      assertThat(audit.lines())
          .containsExactly(
              "streamer: consent of Twitch account 4009 from unknown",
              "bot: consent of Twitch account " + TwitchApiStandIn.BOT + " from unknown");
    }
  }

  @Test
  void aStateIsGoodOnce() {
    var way = begin("");
    code("first", "4004", "channel:bot");
    assertThat(back(way, "code=first&state=" + way.state()).statusCode()).isEqualTo(200);

    code("second", "4005", "channel:bot");
    var again = back(way, "code=second&state=" + way.state());
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("This link has already been used");
    assertThat(isRemembered("4005:STREAMER")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "of another browser", "of no cookie"})
  void anAnswerThatDoesNotBelongToThisBrowserChangesNothing(String kind) {
    var way = begin("");
    var state = switch (kind) {
      case "of another browser" -> begin("").state();
      case "of no cookie" -> way.state();
      default -> kind;
    };
    var cookie = kind.equals("of no cookie") ? "other=1" : way.cookie;
    code("not-used", "4006", "channel:bot");
    int asked = twitch.asked(TOKEN).size();

    var page = back(new Way(cookie, Map.of()), "code=not-used&state=" + state);

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("This link does not match", "Try again");
    assertThat(twitch.asked(TOKEN)).hasSize(asked); // the code was shown to nobody
    assertThat(isRemembered("4006:STREAMER")).isFalse();
  }

  @Test
  void aWayThatTookTooLongBeginsAnew() {
    var settings = TwitchSettings.from(
        ConfigFactory.parseString(TwitchInstance.config(twitch, ""))
            .withFallback(ConfigFactory.load()),
        instance.publicUrl);
    var pool = ForkJoinPool.commonPool();
    var metrics = new TwitchMetrics(new SimpleMeterRegistry());
    var later = new ConnectRoutes(
        settings,
        new AuthorizationCodeClient(settings, new TwitchHttp(settings, metrics, pool)),
        new TwitchStore(instance.calls, settings, pool),
        instance.sessions,
        Clock.offset(Clock.systemUTC(), OAuthState.LIFETIME));
    var way = begin("");
    var pair = way.cookie.split("=", 2);

    var page = TwitchInstance.get(
        later.answer(HttpRequest.GET("/twitch/connect?code=late&state=" + way.state())
            .addHeader(Cookie.create(pair[0], pair[1]))));

    assertThat(page.status().intValue()).isEqualTo(400);
    assertThat(((HttpEntity.Strict) page.entity()).getData().utf8String())
        .contains("That took too long");
  }

  @Test
  void aNoIsTakenForANo() {
    var session = UUID.randomUUID();
    var way = begin("?session=" + session);

    var page = back(
        way,
        "error=access_denied&error_description=The+user+denied+you+access&state=" + way.state());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Not connected", "You declined", "/twitch/connect?session=" + session);
  }

  @Test
  void whatTwitchSaysIsShownAsText() {
    var way = begin("");

    var page = back(way, "error=%3Cscript%3E%7Bwords%7D&state=" + way.state());

    assertThat(page.body()).contains("&lt;script&gt;&#123;words}").doesNotContain("<script>");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 429, 500})
  void aTwitchThatDoesNotConfirmIsSaidToHaveNotConfirmed(int status) {
    var way = begin("");
    twitch.trouble(TOKEN, status, Map.of(), 1);

    var page = back(way, "code=c&state=" + way.state());

    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.body()).contains("Twitch did not confirm your consent", "Try again");
  }

  @Test
  void aConsentToSomethingElseIsNone() {
    var way = begin("");
    code("other-scope", "4007", "user:read:email");

    assertThat(back(way, "code=other-scope&state=" + way.state()).statusCode()).isEqualTo(502);
    assertThat(isRemembered("4007:STREAMER")).isFalse();
  }

  @Test
  void thePageLoadsNothingAndMayNotBeFramed() {
    var page = back(begin(""), "state=x");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-")
        .endsWith("'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.body()).doesNotContain("<script");
  }

  @Test
  void noUserTokenIsKept() {
    var way = begin("");
    code("to-be-forgotten", "4008", "channel:bot");
    back(way, "code=to-be-forgotten&state=" + way.state());

    for (var key : redis.client().keys("chatsway:twitch:*")) {
      var held = redis.client().type(key).equals("hash")
          ? redis.client().hgetAll(key).toString()
          : redis.client().get(key);
      assertThat(key + held).doesNotContain("user-token").doesNotContain("refresh-token");
    }
  }

  @Test
  void theReportIsTheAdminsOnly() {
    assertThat(instance.fetch("/api/v1/twitch").statusCode()).isEqualTo(401);
    assertThat(instance.fetch("/api/v1/twitch", "Authorization", "Bearer x").statusCode())
        .isEqualTo(401);
    assertThat(instance.fetch("/api/v1/twitch/connect").body())
        .isEqualTo("{\"url\":\"" + instance.publicUrl + "/twitch/connect\"}");
  }

  @Test
  void withoutTheSettingsItSaysWhichAreMissing() {
    try (var bare = TwitchInstance.unconfigured(redis)) {
      assertThat(bare.fetch("/twitch/connect").statusCode()).isEqualTo(503);
      assertThat(bare.fetch("/twitch/connect").body()).contains("Twitch cannot be connected here");
      assertThat(bare.fetch("/api/v1/twitch/connect").body()).isEqualTo("{\"url\":null}");
      assertThat(bare.report().path("configured").asBoolean()).isFalse();
      assertThat(bare.report().path("missing").toString())
          .isEqualTo("[\"TWITCH_CLIENT_ID\",\"TWITCH_CLIENT_SECRET\",\"TWITCH_BOT_USER_ID\","
              + "\"TWITCH_EVENTSUB_SECRET\",\"PUBLIC_URL\"]");
    }
  }

  @Test
  void whileRedisIsAwayItSaysSo() {
    try (var own = RedisServer.start();
        var away = TwitchInstance.start(own, twitch, "")) {
      own.kill();
      var report =
          away.fetch("/api/v1/twitch", "Authorization", "Bearer " + TwitchInstance.ADMIN_TOKEN);
      assertThat(report.statusCode()).isEqualTo(503);
      assertThat(away.fetch("/twitch/connect").statusCode()).isEqualTo(302); // needs no Redis
      own.restart();
    }
  }
}
