package dev.chatsway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Nothing is acknowledged that was not counted. */
final class OutageIT {

  @Test
  void whileRedisIsAwayVotesAreRefusedAndCountOnceWhenTheyComeAgain() {
    try (var redis = RedisServer.start();
        var server = IngestServer.start(redis, "chatsway.ingest.link.reply = \"{status}\"")) {
      var channel = String.valueOf(System.nanoTime());
      var session = server.session("{'platform':'twitch','id':'" + channel + "'}", "");
      var twitch = Sent.eventSub(
          "notification",
          Instant.now(),
          Sent.bytes(
              "{'subscription':{'type':'channel.chat.message'},'event':{'broadcaster_user_id':'"
                  + channel
                  + "','chatter_user_id':'2','message_id':'m','message':{'text':'yes'}}}"));
      var bot = Sent.bearer(session.voteToken(), "{'voter':'a','text':'yes','id':'1'}");
      assertThat(server
              .send(Sent.bearer(session.voteToken(), "{'voter':'a','text':'warm up'}"))
              .statusCode())
          .isEqualTo(200);

      redis.freeze();
      assertUnavailable(server.send(twitch));
      assertUnavailable(server.send(bot));
      assertThat(
              server.fetch("/vote/" + session.linkToken() + "?voter=a&text=yes").body())
          .isEqualTo("unavailable");
      redis.thaw();

      assertThat(server.rejected("link", "redis_unavailable")).isEqualTo(1);
      assertThat(server.send(twitch).statusCode()).isEqualTo(204);
      assertThat(server.send(bot).statusCode()).isEqualTo(200);
      assertThat(server.live(session).value()).isEqualTo(20);
    }
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("\"reason\":\"redis_unavailable\"");
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
    try (var redis = RedisServer.start();
        var server = IngestServer.start(redis, "chatsway.ingest.body-timeout = 200ms");
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
      socket
          .getOutputStream()
          .write("POST /webhooks/votes HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
              .getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(30), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 408 ");
    }
  }
}
