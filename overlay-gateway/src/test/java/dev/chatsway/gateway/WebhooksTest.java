package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chatsway.session.Side;
import dev.chatsway.session.StandardWebhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks of a gateway that looks for something to send every 20 ms, and a receiver that answers as a test wants. */
final class WebhooksTest {

  private static final TestGateway GATEWAY = TestGateway.start(
      "chatsway.gateway.webhooks { targets = loopback, poll = 20ms, timeout = 2s }",
      "chatsway.gateway.webhooks.retry { least = 20ms, most = 40ms, give-up = 3s }");

  /** What has arrived: the headers that sign it, and its body. */
  private record Received(String id, String timestamp, String signature, String body) {
    private static Received of(HttpExchange exchange) throws IOException {
      var headers = exchange.getRequestHeaders();
      return new Received(
          headers.getFirst("webhook-id"),
          headers.getFirst("webhook-timestamp"),
          headers.getFirst("webhook-signature"),
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    private String type() {
      return json().path("type").asString();
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private HttpServer receiver;

  @BeforeEach
  void receive() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(Executors.newCachedThreadPool());
    receiver.createContext("/", exchange -> {
      received.add(Received.of(exchange));
      if (status > 0) {
        exchange.getResponseHeaders().add("Location", url() + "elsewhere");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
      } // else it never answers
    });
    receiver.start();
  }

  @AfterEach
  void end() {
    receiver.stop(0);
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aRoundThatNobodyWatchesArrivesSignedWhenItOpensAndWhenItIsDecided() {
    var session = GATEWAY.create("{\"settings\":{\"decayRate\":0}}");
    var webhook = add(session);
    assertThat(text(webhook, "secret")).startsWith("whsec_");
    open(session, "{\"question\":\"Jump?\",\"for\":\"Jump\",\"seconds\":3}");
    GATEWAY.vote(session, Side.FOR);
    GATEWAY.vote(session, Side.FOR);
    GATEWAY.vote(session, Side.AGAINST);

    await().until(() -> received.size() == 2);

    var signatures = new StandardWebhooks(text(webhook, "secret"));
    assertThat(received)
        .allSatisfy(each -> assertThat(signatures.isSigned(
                each.id(),
                each.timestamp(),
                each.body().getBytes(StandardCharsets.UTF_8),
                each.signature()))
            .isTrue());
    assertThat(received)
        .extracting(Received::type)
        .containsExactly("round.opened", "round.decided");
    var data = received.get(1).json().path("data");
    assertThat(data.path("session").asString()).isEqualTo(text(session, "id"));
    assertThat(data.path("question").asString()).isEqualTo("Jump?");
    assertThat(data.path("winner").asString()).isEqualTo("for");
    assertThat(data.path("forLabel").asString()).isEqualTo("Jump");
    assertThat(data.path("forPercent").asInt()).isEqualTo(67);
    assertThat(data.path("againstPercent").asInt()).isEqualTo(33);
    assertThat(data.path("forVotes").asInt()).isEqualTo(2);
    assertThat(received.get(1).json().path("timestamp").asString())
        .isEqualTo(data.path("endedAt").asString())
        .endsWith("Z");
    await().until(() -> webhook(session).path("waiting").asInt() == 0);
    assertThat(text(webhook(session), "status")).isEqualTo("on");
    assertThat(webhook(session).at("/lastAttempt/status").asInt()).isEqualTo(204);
  }

  @Test
  void whatFailedArrivesLaterWithTheSameIdAndBeforeWhatCameAfterIt() {
    var session = GATEWAY.create();
    add(session);
    status = 500;
    open(session, "{}");
    await().until(() -> received.size() > 2);
    GATEWAY.send("POST", path(session) + "/rounds/close", "");
    assertThat(text(webhook(session), "status")).isEqualTo("failing");
    assertThat(received).extracting(Received::type).containsOnly("round.opened");
    assertThat(received.stream().map(Received::id).distinct()).hasSize(1);

    status = 200;
    await().until(() -> webhook(session).path("waiting").asInt() == 0);

    assertThat(received.get(received.size() - 1).type()).isEqualTo("round.decided");
    assertThat(received.stream().map(Received::id).distinct()).hasSize(2);
  }

  @Test
  void aReceiverThatIsDeadForLongIsSwitchedOffAndShownUntilItIsSwitchedOn() {
    var session = GATEWAY.create();
    add(session);
    status = 503;
    open(session, "{}");

    await().until(() -> text(webhook(session), "status").equals("off"));

    assertThat(webhook(session).at("/off/reason").asString()).isEqualTo("failing");
    assertThat(webhook(session).at("/lastAttempt/error").asString())
        .isEqualTo("it answered 503; only 2xx counts");
    status = 200;
    received.clear();
    assertThat(post(session, "/webhooks/1/on").statusCode()).isEqualTo(204);
    GATEWAY.send("POST", path(session) + "/rounds/close", "");
    await().until(() -> received.size() == 1);
    assertThat(received.get(0).type()).isEqualTo("round.decided");
  }

  @Test
  void aRedirectIsNotFollowed() {
    var session = GATEWAY.create();
    add(session);
    status = 307;

    var tested = json(post(session, "/webhooks/1/test"));

    assertThat(tested.path("delivered").asBoolean()).isFalse();
    assertThat(tested.path("status").asInt()).isEqualTo(307);
    assertThat(received).hasSize(1);
  }

  @Test
  void aTestSaysWhatCameOfIt() {
    var session = GATEWAY.create();
    add(session);

    var tested = json(post(session, "/webhooks/1/test"));

    assertThat(tested.path("delivered").asBoolean()).isTrue();
    assertThat(received).extracting(Received::type).containsExactly("webhook.test");
    status = 0;
    assertThat(text(json(post(session, "/webhooks/1/test")), "error"))
        .isEqualTo("no answer within 2000 ms");
    receiver.stop(0);
    assertThat(text(json(post(session, "/webhooks/1/test")), "error"))
        .isEqualTo("it cannot be reached");
    assertProblem(post(session, "/webhooks/9/test"), 404, "there is no webhook with this number");
  }

  @Test
  void aSessionHasThreeAndTheyCanBeDeleted() {
    var session = GATEWAY.create();
    add(session);
    add(session);
    add(session);
    assertProblem(GATEWAY.send("POST", path(session) + "/webhooks", body()), 409, "up to 3");

    assertThat(GATEWAY.send("DELETE", path(session) + "/webhooks/2", "").statusCode())
        .isEqualTo(204);

    assertThat(json(GATEWAY.send("GET", path(session) + "/webhooks", ""))
            .path("webhooks")
            .valueStream()
            .map(each -> each.path("number").asInt()))
        .containsExactly(1, 3);
    assertThat(
            GATEWAY.sendAs("no-token", "GET", path(session) + "/webhooks", "").statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {}                                    | nothing                         | 1 to 500 characters
      {"url":"ftp://127.0.0.1/"}            | "ftp://127.0.0.1/"              | an absolute http or https URL
      {"url":"/hook"}                       | "/hook"                         | an absolute http or https URL
      {"url":"http://me:pw@127.0.0.1/"}     | "http://me:pw@127.0.0.1/"       | an absolute http or https URL
      {"url":"http://192.168.0.1/"}         | "http://192.168.0.1/"           | hosts that the operator allows (WEBHOOK_TARGETS): loopback
      {"url":"http://[fe80::1]/"}           | "http://[fe80::1]/"             | hosts that the operator allows (WEBHOOK_TARGETS): loopback
      """)
  void aTargetThatIsNoneOrMayNotBeSentToIsRefused(String body, String sent, String allowed) {
    var session = GATEWAY.create();

    assertRefused(GATEWAY.send("POST", path(session) + "/webhooks", body), "url", sent, allowed);
  }

  private JsonNode add(JsonNode session) {
    return json(GATEWAY.send("POST", path(session) + "/webhooks", body()));
  }

  private String body() {
    return "{\"url\":\"" + url() + "hook?a=b\"}";
  }

  private String url() {
    return "http://localhost:" + receiver.getAddress().getPort() + "/";
  }

  private static void open(JsonNode session, String body) {
    assertThat(GATEWAY.send("POST", path(session) + "/rounds", body).statusCode())
        .isEqualTo(201);
  }

  private static HttpResponse<String> post(JsonNode session, String path) {
    return GATEWAY.send("POST", path(session) + path, "");
  }

  private static JsonNode webhook(JsonNode session) {
    return json(GATEWAY.send("GET", path(session) + "/webhooks", "")).at("/webhooks/0");
  }
}
