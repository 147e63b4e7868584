package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand connections that never finish what they began to say. */
@Tag("heavy")
final class HalfOpenIT {

  private static final int CONNECTIONS = 10_000;
  private static final byte[] HALF_A_HEAD =
      "GET /overlay/x HTTP/1.1\r\nHost: te".getBytes(StandardCharsets.US_ASCII);

  @TempDir
  Path temp;

  @Test
  void othersAreServedAllTheWhileAndNoneOfThemIsLeft() throws Exception {
    var http = HttpClient.newHttpClient();
    var open = new ArrayList<SocketChannel>();
    try (var chatsway = ChatswayProcess.start(temp, Map.of())) {
      var url = chatsway.url();
      var address = new InetSocketAddress(
          InetAddress.getLoopbackAddress(), URI.create(url).getPort());
      var live = HttpRequest.newBuilder(URI.create(url + "/health/live"))
          .timeout(Duration.ofSeconds(5))
          .build();
      var slowest = Duration.ZERO;
      for (int i = 0; i < CONNECTIONS; i++) {
        var channel = SocketChannel.open(address);
        if (i % 2 == 0) {
          channel.write(ByteBuffer.wrap(HALF_A_HEAD));
        }
        open.add(channel);
        if (i % 500 == 0) {
          var begun = System.nanoTime();
          assertThat(http.send(live, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
          var took = Duration.ofNanos(System.nanoTime() - begun);
          slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
      }
      System.err.println("10,000 half-open connections: the slowest answer to others took "
          + slowest.toMillis() + " ms");

      await().atMost(Duration.ofSeconds(60)).until(() -> areCut(open));
      assertThat(http.send(live, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    } finally {
      for (var channel : open) {
        channel.close();
      }
    }
  }

  /** Forgets those that have ended; whether none is left. */
  private static boolean areCut(List<SocketChannel> open) throws IOException {
    var buffer = ByteBuffer.allocate(16);
    for (int i = open.size() - 1; i >= 0; i--) {
      var channel = open.get(i);
      channel.configureBlocking(false);
      if (hasEnded(channel, buffer)) {
        channel.close();
        open.remove(i);
      }
    }
    return open.isEmpty();
  }

  private static boolean hasEnded(SocketChannel channel, ByteBuffer buffer) {
    try {
      return channel.read(buffer.clear()) < 0;
    } catch (IOException e) {
      return true; // reset: an end as well
    }
  }
}
