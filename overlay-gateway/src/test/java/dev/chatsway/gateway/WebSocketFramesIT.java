package dev.chatsway.gateway;

import static dev.chatsway.gateway.StrictClient.BINARY;
import static dev.chatsway.gateway.StrictClient.CLOSE;
import static dev.chatsway.gateway.StrictClient.CONTINUATION;
import static dev.chatsway.gateway.StrictClient.FIN;
import static dev.chatsway.gateway.StrictClient.PING;
import static dev.chatsway.gateway.StrictClient.PONG;
import static dev.chatsway.gateway.StrictClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import dev.chatsway.http.ClientFrames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases 1 to 6 and 10 of the Autobahn test suite against an overlay's WebSocket, as far as they need no echo. Its numbers stand
 * at each. A connection that is still well answers a ping.
 */
final class WebSocketFramesIT {

  private static final String GREEK = "Hello-µ@ßöäüàá-UTF-8!!κόσμε𝄞";

  private static final String UTF8 = """
      00 7f c280 dfbf e0a080 efbfbf efbfbe ed9fbf ee8080 efbfbd f0908080 f48fbfbf f09fbfbe
      cebae1bdb9cf83cebcceb5 efbfbef09fbfbe
      """;
  private static final String NOT_UTF8 = """
      ce cebae1 cebae1bd f8888080 fc84808080 f4908080 f7bfbfbf fbbfbfbfbf 80 bf 8080 c0 c020
      e0808a e080 f0808080 c0af c1bf e09fbf f08fbfbf eda080 edafbf edb080 eda080edb080 fe ff
      fefeffff c2 e0a0 f09080 cebae1bdb9cf83cebcceb5eda080656469746564
      """;

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

  /** 1.1, 1.2, 9 and 10.1: of any length, at once and byte by byte. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 1_000_000})
  void messagesOfAnyLength(int length) {
    var payload = new byte[length];
    Arrays.fill(payload, (byte) '*');
    client.send(FIN | TEXT, payload);
    client.send(FIN | BINARY, payload);
    client.assertWell();
    if (length < 1_000) {
      client.sendByteByByte(ClientFrames.frame(FIN | TEXT, payload));
      client.assertWell();
    }
    int size = Math.max(1, length / 50);
    for (int i = 0; i < length; i += size) {
      int end = Math.min(length, i + size);
      client.send(
          (end == length ? FIN : 0) | (i == 0 ? TEXT : CONTINUATION),
          Arrays.copyOfRange(payload, i, end));
    }
    client.assertWell();
  }

  /** 2.1 to 2.4, 2.6. */
  @Test
  void aPingIsAnsweredWithItsPayload() {
    for (var payload : List.of("", "Hello, world!", "*".repeat(125))) {
      client.send(ClientFrames.ping(payload));
      assertThat(client.next(PONG).payload()).isEqualTo(payload);
    }
    client.sendByteByByte(ClientFrames.ping("*".repeat(125)));
    assertThat(client.next(PONG).payload()).isEqualTo("*".repeat(125));
    client.send(FIN | PING, HexFormat.of().parseHex("00fffefdfcfb00ff"));
    client.next(PONG);
    client.assertWell();
  }

  /** 2.7 to 2.9. */
  @Test
  void aPongThatNobodyAskedForIsNotAnswered() {
    client.send(FIN | PONG, new byte[0]);
    client.send(FIN | PONG, "unsolicited".getBytes(StandardCharsets.UTF_8));
    client.assertWell();
  }

  /** 2.10, 2.11. */
  @Test
  void eachOfTenPingsIsAnsweredInOrder() {
    var pings = ByteString.emptyByteString();
    var sent = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      sent.add("payload-" + i);
      pings = pings.concat(ClientFrames.ping(sent.get(i)));
    }
    client.send(pings);
    client.sendByteByByte(pings);
    for (int round = 0; round < 2; round++) {
      var answered = new ArrayList<String>();
      for (int i = 0; i < 10; i++) {
        answered.add(client.next(PONG).payload());
      }
      assertThat(answered).isEqualTo(sent);
    }
  }

  /** 2.5, 5.1, 5.2: control frames are short and whole. */
  @Test
  void aControlFrameThatIsLongOrCutBreaksTheProtocol() {
    for (int opcode : new int[] {CLOSE, PING, PONG}) {
      client.breaks(1002, ClientFrames.frame(FIN | opcode, new byte[126]));
      client.breaks(1002, ClientFrames.frame(opcode, new byte[2]));
    }
  }

  /** 3.1 to 3.7. */
  @Test
  void reservedBitsBreakTheProtocol() {
    for (int reserved = 1; reserved <= 7; reserved++) {
      for (int opcode : new int[] {TEXT, BINARY, CLOSE, PING, PONG}) {
        client.breaks(1002, ClientFrames.frame(FIN | reserved << 4 | opcode, new byte[5]));
      }
    }
  }

  /** 4.1, 4.2. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void reservedOpcodesBreakTheProtocol(int opcode) {
    client.breaks(1002, ClientFrames.frame(FIN | opcode, new byte[0]));
    client.breaks(1002, ClientFrames.text("first").concat(ClientFrames.frame(opcode, new byte[7])));
  }

  /** 5.3 to 5.8, 5.19, 5.20. */
  @Test
  void aMessageMayComeInFragmentsWithPingsBetween() {
    client.sendByteByByte(ClientFrames.frame(TEXT, new byte[3]));
    for (int i = 0; i < 5; i++) {
      client.send(ClientFrames.ping("between " + i));
      assertThat(client.next(PONG).payload()).isEqualTo("between " + i);
      client.send(CONTINUATION, i == 2 ? new byte[0] : new byte[i]);
    }
    client.send(FIN | CONTINUATION, new byte[3]);
    client.assertWell();
  }

  /** 5.9 to 5.18. */
  @Test
  void fragmentsOutOfPlaceBreakTheProtocol() {
    client.breaks(1002, ClientFrames.frame(FIN | CONTINUATION, new byte[3]));
    client.breaks(1002, ClientFrames.frame(CONTINUATION, new byte[3]));
    client.breaks(
        1002, ClientFrames.text("whole").concat(ClientFrames.frame(CONTINUATION, new byte[3])));
    client.breaks(1002, ClientFrames.frame(TEXT, new byte[3]).concat(ClientFrames.text("next")));
    client.breaks(
        1002,
        ClientFrames.frame(BINARY, new byte[3])
            .concat(ClientFrames.frame(FIN | CONTINUATION, new byte[3]))
            .concat(ClientFrames.frame(FIN | CONTINUATION, new byte[3])));
  }

  private static Stream<String> utf8() {
    return Stream.of(UTF8.split("\\s+"));
  }

  private static Stream<String> notUtf8() {
    return Stream.of(NOT_UTF8.split("\\s+"));
  }

  /** 6.1, 6.2, 6.5, 6.7, 6.9, 6.16, 6.17, 6.22, 6.23, cut at every byte. */
  @ParameterizedTest
  @MethodSource("utf8")
  void textInUtf8IsTakenHoweverItIsCut(String hex) {
    var bytes = HexFormat.of().parseHex(hex);
    client.send(FIN | TEXT, bytes);
    for (int cut = 0; cut <= bytes.length; cut++) {
      client.send(TEXT, Arrays.copyOf(bytes, cut));
      client.send(FIN | CONTINUATION, Arrays.copyOfRange(bytes, cut, bytes.length));
    }
    client.assertWell();
    var whole = GREEK.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < whole.length; i++) {
      client.send(i == 0 ? TEXT : CONTINUATION, new byte[] {whole[i]});
    }
    client.send(FIN | CONTINUATION, bytes);
    client.assertWell();
  }

  /** 6.3, 6.6, 6.8, 6.10 to 6.15, 6.18 to 6.21: what ends in the middle, is overlong, a surrogate, or beyond U+10FFFF. */
  @ParameterizedTest
  @MethodSource("notUtf8")
  void textThatIsNotUtf8IsRefusedHoweverItIsCut(String hex) {
    var bytes = HexFormat.of().parseHex(hex);
    client.breaks(1007, ClientFrames.frame(FIN | TEXT, bytes));
    for (int cut = 0; cut <= bytes.length; cut++) {
      client.breaks(
          1007,
          ClientFrames.frame(TEXT, Arrays.copyOf(bytes, cut))
              .concat(ClientFrames.ping("between"))
              .concat(ClientFrames.frame(
                  FIN | CONTINUATION, Arrays.copyOfRange(bytes, cut, bytes.length))));
    }
  }

  /** 6.4: at the first byte that cannot be, before the message is whole. */
  @Test
  void textThatIsNotUtf8IsRefusedAtOnce() {
    client.breaks(1007, ClientFrames.frame(TEXT, HexFormat.of().parseHex("cebae1bdb9f4908080")));
    var endless = ClientFrames.frame(FIN | TEXT, new byte[70_000]).toArray();
    endless[20] ^= (byte) 0xFF;
    client.breaks(1007, ByteString.fromArray(Arrays.copyOf(endless, 100)));
  }

  /** RFC 6455, sections 5.1 and 5.2. */
  @ParameterizedTest
  @ValueSource(
      strings = {"810548656c6c6f", "8900", "88020000", "81fe000548656c6c6f", "81ff0000000000000005"
      })
  void aFrameWithoutAMaskOrWithALongerLengthThanItNeedsBreaksTheProtocol(String hex) {
    client.breaks(1002, ByteString.fromArray(HexFormat.of().parseHex(hex)));
  }
}
