package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import dev.chatsway.http.ClientFrames;
import dev.chatsway.http.RawSocket;
import dev.chatsway.http.RawSocket.ReceivedFrame;
import java.util.HexFormat;

/** A client of one overlay's WebSocket that sends whatever a test wants, and looks closely at what comes back. */
final class StrictClient implements AutoCloseable {

  static final int FIN = 0x80;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final TestGateway gateway;
  private final String path;
  private RawSocket socket;

  StrictClient(TestGateway gateway, String path) {
    this.gateway = gateway;
    this.path = path;
    this.socket = connect();
  }

  private RawSocket connect() {
    var connected = gateway.connect();
    assertThat(connected
            .handshake(path, "Sec-WebSocket-Protocol: chatsway.v2")
            .response()
            .status())
        .isEqualTo(101);
    return connected;
  }

  /** In place of the connection that there was. */
  void reconnect() {
    socket.close();
    socket = connect();
  }

  void send(int first, byte[] payload) {
    send(ClientFrames.frame(first, payload));
  }

  void send(ByteString frames) {
    socket.send(frames.toArray());
  }

  void sendByteByByte(ByteString frames) {
    for (byte each : frames.toArray()) {
      socket.send(new byte[] {each});
    }
  }

  /** The next frame but text and pings, which has to be of this kind. */
  ReceivedFrame next(int opcode) {
    ReceivedFrame frame;
    do {
      frame = socket.frame();
    } while (frame.opcode() == TEXT || frame.opcode() == PING);
    assertThat(frame.opcode()).isEqualTo(opcode);
    return frame;
  }

  void assertWell() {
    send(ClientFrames.ping("well?"));
    assertThat(next(PONG).payload()).isEqualTo("well?");
  }

  /** Closed with this code, and nothing comes after that. */
  void assertClosed(int code) {
    assertThat(socket.awaitCloseCode()).isEqualTo(code);
    assertEnded();
  }

  void assertEnded() {
    assertThat(socket.rest()).isEmpty();
  }

  /** On a connection of its own, is closed with this code. */
  void breaks(int code, ByteString sent) {
    reconnect();
    send(sent);
    assertThat(socket.awaitCloseCode())
        .as(HexFormat.of().formatHex(sent.take(40).toArray()))
        .isEqualTo(code);
    assertEnded();
  }

  @Override
  public void close() {
    socket.close();
  }
}
