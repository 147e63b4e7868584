package dev.chatsway.gateway;

import static dev.chatsway.gateway.StrictClient.BINARY;
import static dev.chatsway.gateway.StrictClient.CLOSE;
import static dev.chatsway.gateway.StrictClient.FIN;
import static dev.chatsway.gateway.StrictClient.PING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.http.ClientFrames;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 7 of the Autobahn test suite, closing, against an overlay's WebSocket. Its numbers stand at each. */
final class WebSocketCloseIT {

  private static TestGateway gateway;
  private static StrictClient client;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start();
    client =
        new StrictClient(gateway, "/ws/overlay/" + TestGateway.text(gateway.create(), "overlayId"));
  }

  @AfterAll
  static void stop() {
    client.close();
    gateway.close();
  }

  @BeforeEach
  void reconnect() {
    client.reconnect();
  }

  /** 7.1, 7.7. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void aCloseIsAnsweredWithItsCodeOnceAndNothingAfterIt(int code) {
    client.send(ClientFrames.close(code)
        .concat(ClientFrames.ping("late"))
        .concat(ClientFrames.close(1001))
        .concat(ClientFrames.frame(FIN | PING, new byte[126])));

    client.assertClosed(code);
  }

  /** 7.3.1. */
  @Test
  void aCloseWithoutACodeIsAnsweredWithoutOne() {
    client.send(FIN | CLOSE, new byte[0]);

    assertThat(client.next(CLOSE).payload()).isEmpty();
    client.assertEnded();
  }

  /** 7.3.3 to 7.3.5, 7.1.6. */
  @Test
  void aCloseMayHaveAReasonOf123Bytes() {
    for (int length : new int[] {1, 5, 123}) {
      client.reconnect();
      client.send(FIN | CLOSE, reason("x".repeat(length).getBytes(StandardCharsets.UTF_8)));
      client.assertClosed(1000);
    }
    client.reconnect();
    client.send(FIN | BINARY, new byte[256 * 1024]);
    client.send(FIN | CLOSE, reason(new byte[0]));
    client.assertClosed(1000);
  }

  /** 7.3.2, 7.3.6, 7.9, 7.13. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
  void aCloseCodeThatMayNotBeSentBreaksTheProtocol(int code) {
    client.breaks(1002, ClientFrames.close(code));
    client.breaks(1002, ClientFrames.frame(FIN | CLOSE, new byte[1]));
    client.breaks(1002, ClientFrames.frame(FIN | CLOSE, reason(new byte[124])));
  }

  /** 7.5.1. */
  @ParameterizedTest
  @ValueSource(strings = {"ff", "cebae1bdb9cf83cebcceb5eda080656469746564", "ce", "c0af"})
  void aReasonThatIsNotUtf8IsRefused(String hex) {
    client.breaks(1007, ClientFrames.frame(FIN | CLOSE, reason(HexFormat.of().parseHex(hex))));
  }

  private static byte[] reason(byte[] reason) {
    var close = new byte[reason.length + 2];
    close[0] = 1000 >> 8;
    close[1] = (byte) 1000;
    System.arraycopy(reason, 0, close, 2, reason.length);
    return close;
  }
}
