package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebSocketFrameTest {

  @ParameterizedTest
  @CsvSource({
    "0, 8100",
    "1, 8101",
    "125, 817d",
    "126, 817e007e",
    "65535, 817effff",
    "65536, 817f0000000000010000"
  })
  void theLengthTakesTheFewestBytes(int length, String header) {
    byte[] frame = WebSocketFrame.text("x".repeat(length)).toArray();

    assertThat(HexFormat.of().formatHex(frame)).startsWith(header);
    assertThat(frame).hasSize(header.length() / 2 + length);
  }

  @Test
  void aTextIsUtf8() {
    assertThat(WebSocketFrame.text("é").toArray())
        .endsWith("é".getBytes(StandardCharsets.UTF_8))
        .hasSize(4);
  }

  @Test
  void aCloseHasItsCodeOrNone() {
    assertThat(WebSocketFrame.close(1000).toArray()).isEqualTo(HexFormat.of().parseHex("880203e8"));
    assertThat(WebSocketFrame.close(WebSocketFrame.NO_STATUS).toArray())
        .isEqualTo(HexFormat.of().parseHex("8800"));
  }
}
