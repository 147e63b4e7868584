package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebSocketReaderTest implements WebSocketReader.Listener {

  private final List<String> told = new ArrayList<>();
  private final WebSocketReader reader = new WebSocketReader(this);

  @Test
  void ofAllFramesOnlyPingsAndTheCloseAreTold() {
    read(ClientFrames.text("{\"type\":\"ping\"}"));
    read(ClientFrames.ping("one"));
    read(ClientFrames.pong());
    read(ClientFrames.frame(0x82, new byte[70_000]));
    read(ClientFrames.ping(""));
    read(ClientFrames.close(1001));

    assertThat(told).containsExactly("ping one", "ping ", "close 1001");
  }

  @Test
  void aMessageInFragmentsMayHaveAPingBetweenThem() {
    read(ClientFrames.frame(0x01, new byte[3]));
    read(ClientFrames.ping("between"));
    read(ClientFrames.frame(0x00, new byte[200]));
    read(ClientFrames.frame(0x80, new byte[0]));
    read(ClientFrames.text("the next"));

    assertThat(told).containsExactly("ping between");
  }

  @Test
  void aCloseWithoutACodeHasNone() {
    read(ClientFrames.frame(0x88, new byte[0]));

    assertThat(told).containsExactly("close 1005");
  }

  @Test
  void nothingIsReadAfterTheClose() {
    read(ClientFrames.close(1000).concat(ClientFrames.ping("late")));

    assertThat(told).containsExactly("close 1000");
  }

  @ParameterizedTest
  @CsvSource({
    "c180, reserved bits without an extension",
    "8380, unknown opcode",
    "8b80, unknown opcode",
    "0980, fragmented control frame",
    "8080, continuation frame without a message",
    "8101, unmasked frame",
    "89fe, control frame of more than 125 bytes",
    "81ffffffffffffffffff, length beyond 63 bits",
    "81fe007d, length not in its shortest encoding",
    "81ff000000000000ffff, length not in its shortest encoding",
    "01800000000081, new message before the last one has ended"
  })
  void whatBreaksTheProtocolIsToldOnceAndNothingIsReadAfterIt(String hex, String what) {
    reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    read(ClientFrames.ping("later"));

    assertThat(told).containsExactly("violation 1002 " + what);
  }

  @ParameterizedTest
  @CsvSource({"1000", "1001", "1003", "1007", "1011", "1014", "3000", "4999"})
  void aCloseCodeThatMayBeSentIsTold(int code) {
    read(ClientFrames.close(code));

    assertThat(told).containsExactly("close " + code);
  }

  @ParameterizedTest
  @CsvSource({
    "0", "1", "999", "1004", "1005", "1006", "1015", "1016", "2000", "2999", "5000", "65535"
  })
  void aCloseCodeThatMayNotBeSentBreaksTheProtocol(int code) {
    read(ClientFrames.close(code));

    assertThat(told).containsExactly("violation 1002 close code " + code);
  }

  @Test
  void aCloseOfOneByteBreaksTheProtocol() {
    read(ClientFrames.frame(0x88, new byte[1]));

    assertThat(told).containsExactly("violation 1002 close code 1005");
  }

  @ParameterizedTest
  @CsvSource({"ff", "c328", "e28281c0", "eda080", "f4908080", "c0af", "e0808a", "f0", "61e282"})
  void aReasonOrTextThatIsNotUtf8IsToldSo(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    byte[] close = new byte[bytes.length + 2];
    close[0] = 0x03;
    close[1] = (byte) 0xE8;
    System.arraycopy(bytes, 0, close, 2, bytes.length);
    read(ClientFrames.frame(0x88, close));
    assertThat(told).containsExactly("violation 1007 close reason that is not UTF-8");

    told.clear();
    var second = new WebSocketReader(this);
    second.read(ClientFrames.frame(0x81, bytes).asByteBuffer());
    assertThat(told).containsExactly("violation 1007 text that is not UTF-8");
  }

  @Test
  void aCharacterMayBeCutByFragmentsAndPings() {
    byte[] euro = "€😀".getBytes(StandardCharsets.UTF_8);
    read(ClientFrames.frame(0x01, new byte[] {euro[0], euro[1]}));
    read(ClientFrames.ping("between"));
    read(ClientFrames.frame(0x00, new byte[] {euro[2], euro[3], euro[4]}));
    read(ClientFrames.frame(0x80, new byte[] {euro[5], euro[6]}));
    read(ClientFrames.text("next"));

    assertThat(told).containsExactly("ping between");
  }

  @Property(tries = 300)
  void howTheBytesAreCutChangesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int most) {
    ByteString all = ClientFrames.text("x".repeat(130))
        .concat(ClientFrames.ping("first"))
        .concat(ClientFrames.frame(0x02, new byte[66_000]))
        .concat(ClientFrames.frame(0x80, new byte[5]))
        .concat(ClientFrames.ping("second"))
        .concat(ClientFrames.close(4000));
    var cuts = new Random(seed);
    ByteBuffer bytes = all.asByteBuffer();
    while (bytes.hasRemaining()) {
      int next = Math.min(bytes.remaining(), 1 + cuts.nextInt(cuts.nextBoolean() ? most : 70_000));
      reader.read(bytes.slice(bytes.position(), next));
      bytes.position(bytes.position() + next);
    }

    assertThat(told).containsExactly("ping first", "ping second", "close 4000");
  }

  private void read(ByteString bytes) {
    reader.read(bytes.asByteBuffer());
  }

  @Override
  public void onPing(byte[] payload) {
    told.add("ping " + new String(payload, StandardCharsets.US_ASCII));
  }

  @Override
  public void onClose(int code) {
    told.add("close " + code);
  }

  @Override
  public void onViolation(int code, String what) {
    told.add("violation " + code + " " + what);
  }
}
