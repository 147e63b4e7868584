package dev.chatsway.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chatsway.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kick's public key, fetched from a server that plays Kick's part. */
final class KickKeyIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final String OLD_KEY = """
      -----BEGIN PUBLIC KEY-----
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1bB8RA1wmn5dm8kdWMEo
      """;

  private final HttpServer kick = start();
  private final String url =
      "http://127.0.0.1:" + kick.getAddress().getPort() + "/public/v1/public-key";
  private volatile int status = 200;
  private volatile String answer = json(Sender.kickPublicKeyPem());
  private volatile int asked;

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @AfterEach
  void stop() {
    kick.stop(0);
  }

  @Test
  void isFetchedWithTheFirstRequestAndNotAgain() {
    try (var server = server("1m")) {
      assertThat(vote(server).statusCode()).isEqualTo(204);
      assertThat(vote(server).statusCode()).isEqualTo(204);
      assertThat(asked).isEqualTo(1);
    }
  }

  @Test
  void mayComeAsPemAlone() {
    answer = Sender.kickPublicKeyPem();
    try (var server = server("1m")) {
      assertThat(vote(server).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void isFetchedAgainWhenASignatureFailsSoThatANewKeyCountsAtOnce() {
    answer = json(Sender.pem(Sender.newKeys().getPublic()));
    try (var server = server("0s")) {
      assertThat(vote(server).statusCode())
          .isEqualTo(403); // Kick signs with a key that is not published yet
      answer = json(Sender.kickPublicKeyPem());

      assertThat(vote(server).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void badSignaturesMakeNobodyAskOften() {
    try (var server = server("1m")) {
      vote(server);
      for (int i = 0; i < 20; i++) {
        var forged = Sent.kick(Instant.now(), Sent.bytes(RefusedRequests.KICK.formatted("")))
            .spoilt("Kick-Event-Signature");
        assertThat(server.send(forged).statusCode()).isEqualTo(403);
      }
      assertThat(asked).isEqualTo(1);
    }
  }

  @Test
  void requestsThatComeTogetherAskOnce() {
    try (var server = server("1m")) {
      var votes = IntStream.range(0, 20)
          .mapToObj(i -> server.sendAsync(
              Sent.kick(Instant.now(), Sent.bytes(RefusedRequests.KICK.formatted("")))))
          .map(each -> each.toCompletableFuture())
          .toList();
      CompletableFuture.allOf(votes.toArray(CompletableFuture[]::new)).join();

      assertThat(votes).allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(204));
      assertThat(asked).isEqualTo(1);
    }
  }

  @Test
  void withoutAKeyASenderIsAskedToComeBack() {
    try (var server = server("0s")) {
      status = 500;
      var refused = vote(server);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(IngestServer.read(refused.body()).path("reason").asString())
          .isEqualTo("key_unavailable");

      status = 200;
      answer = "{\"data\":{}}";
      assertThat(vote(server).statusCode()).isEqualTo(503);
      answer = OLD_KEY;
      assertThat(vote(server).statusCode()).isEqualTo(503);

      answer = json(Sender.kickPublicKeyPem());
      assertThat(vote(server).statusCode()).isEqualTo(204);
    }
  }

  private IngestServer server(String rest) {
    return IngestServer.start(
        REDIS,
        "chatsway.ingest.kick { public-key = \"\", public-key-url = \"" + url
            + "\", public-key-rest = " + rest + " }");
  }

  private static HttpResponse<String> vote(IngestServer server) {
    return server.send(Sent.kick(Instant.now(), Sent.bytes(RefusedRequests.KICK.formatted(""))));
  }

  private static String json(String pem) {
    return "{\"data\":{\"public_key\":\"" + pem.replace("\n", "\\n") + "\"},\"message\":\"OK\"}";
  }

  private HttpServer start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/public/v1/public-key", this::serve);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread serves
  private void serve(HttpExchange exchange) throws IOException {
    asked++;
    byte[] body = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
