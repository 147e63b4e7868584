package dev.chatsway.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries to a real HTTP server that answers as the test wants. */
final class WebhookTest {

  private static final String SECRET = "0123456789";

  private final List<String> deliveries = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private HttpServer server;
  private Webhook webhook;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/webhooks/eventsub", this::answer);
    server.start();
    webhook = new Webhook(
        HttpClient.newHttpClient(), "http://127.0.0.1:" + server.getAddress().getPort(), SECRET);
  }

  @AfterEach
  void stop() {
    webhook.close();
    server.stop(0);
  }

  @Test
  void aMessageThatWasNotTakenInComesAgainUnderItsIdUntilItIs() {
    status = 503;
    var message = message();
    webhook.deliver(message);
    await().until(() -> deliveries.size() >= 3);
    assertThat(webhook.taken()).isZero();
    assertThat(webhook.waiting()).isEqualTo(1);

    status = 204;

    await().until(() -> webhook.waiting() == 0);
    assertThat(webhook.taken()).isPositive();
    assertThat(deliveries)
        .startsWith(message.id() + " 0", message.id() + " 1", message.id() + " 2")
        .allMatch(delivery -> delivery.startsWith(message.id()));
  }

  @Test
  void aMessageThatWasRefusedIsGivenUp() {
    status = 403;

    webhook.deliver(message());

    await().until(() -> webhook.waiting() == 0);
    assertThat(deliveries).hasSize(1);
    assertThat(webhook.taken()).isZero();
  }

  @Test
  void aServerThatIsGoneIsTriedAgainToo() {
    server.stop(0);

    webhook.deliver(message());

    assertThat(webhook.waiting()).isEqualTo(1);
    await().during(Duration.ofMillis(500)).until(() -> webhook.waiting() == 1);
  }

  @Test
  void noMoreThanTwoSecondsOfChatWait() {
    status = 503;
    var sent = 0;
    for (; webhook.hasRoom() && sent < 1_000; sent++) {
      webhook.deliver(message());
    }

    assertThat(sent).isEqualTo(40);

    status = 204;
    await().until(webhook::hasRoom);
  }

  @Test
  void aClosedOneDeliversNothing() {
    webhook.close();

    webhook.deliver(message());

    assertThat(webhook.hasRoom()).isFalse();
    await().during(Duration.ofMillis(300)).until(deliveries::isEmpty);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var id = headers.getFirst("Twitch-Eventsub-Message-Id");
    var timestamp = headers.getFirst("Twitch-Eventsub-Message-Timestamp");
    var body = exchange.getRequestBody().readAllBytes();
    var signed = Signature.of(SECRET, id, timestamp, body)
        .equals(headers.getFirst("Twitch-Eventsub-Message-Signature"));
    deliveries.add(id + " " + headers.getFirst("Twitch-Eventsub-Message-Retry"));
    exchange.sendResponseHeaders(signed ? status : 400, -1);
    exchange.close();
  }

  private static ChatMessage message() {
    var line = new Line(new Voter("1", "one", "One"), "+");
    return ChatMessage.of(line, DemoSession.CHANNEL, Instant.now());
  }
}
