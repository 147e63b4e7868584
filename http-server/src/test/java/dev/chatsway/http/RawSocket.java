package dev.chatsway.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A peer that does only what it is told: no pong that was not asked for, no byte read that nobody wants. */
public final class RawSocket implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 5_000;

  /** A status line's number, headers by lower-case name, and a body of {@code Content-Length} bytes. */
  public record Response(int status, Map<String, String> headers, String body) {}

  /** A frame of RFC 6455, section 5.2. */
  public record ReceivedFrame(int opcode, String payload) {
    public static final int TEXT = 1;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
  }

  private final Socket socket;
  private final DataInputStream in;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
  }

  public static RawSocket connect(int port) {
    return connect(port, 0);
  }

  /** With {@code SO_RCVBUF}, where it is not 0: it has to be set before the handshake to matter. */
  public static RawSocket connect(int port, int receiveBuffer) {
    try {
      var socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      return new RawSocket(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it stands, {@code \n} becoming the line ends of HTTP. */
  public RawSocket send(String text) {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  public RawSocket send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawSocket request(String method, String path, String... headers) {
    return send(method + " " + path + " HTTP/1.1\nHost: test\n"
        + Stream.of(headers).map(header -> header + "\n").collect(Collectors.joining()) + "\n");
  }

  /** Asks for a WebSocket, and leaves the answer to be read. */
  public RawSocket handshake(String path, String... headers) {
    var upgrade = Stream.of(
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    return request("GET", path, Stream.concat(upgrade, Stream.of(headers)).toArray(String[]::new));
  }

  public Response response() {
    return response(true);
  }

  /** The answer to HEAD: its length is that of a body that does not come. */
  public Response headOnly() {
    return response(false);
  }

  private Response response(boolean hasBody) {
    try {
      int status = Integer.parseInt(line().substring("HTTP/1.1 ".length()).substring(0, 3));
      var headers = new TreeMap<String, String>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
      int length = hasBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
      return new Response(
          status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next chunk of a body that comes in chunks (RFC 9112, section 7.1). */
  public String chunk() {
    try {
      byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
      line();
      return new String(chunk, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /** The next frame of the server; what is left unmasked has payloads of up to 65,535 bytes here. */
  public ReceivedFrame frame() {
    try {
      int opcode = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte();
      return new ReceivedFrame(
          opcode,
          new String(
              in.readNBytes(length == 126 ? in.readUnsignedShort() : length),
              StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code of the close frame that comes next. */
  public int closeCode() {
    try {
      if ((in.readUnsignedByte() & 0x0f) != ReceivedFrame.CLOSE || in.readUnsignedByte() < 2) {
        throw new IllegalStateException("this is no close frame with a code");
      }
      return in.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code of the next close frame, whatever other frames of up to 65,535 bytes come before it. */
  public int awaitCloseCode() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
        if (opcode == ReceivedFrame.CLOSE) {
          return ((payload[0] & 0xff) << Byte.SIZE) | (payload[1] & 0xff);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes until the other side ends the connection, in hexadecimal; fails if it does not in time. */
  public String rest() {
    var rest = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        rest.write(next);
      }
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException("the connection is still open", e);
    } catch (IOException e) {
      // reset: an end as well
    }
    return HexFormat.of().formatHex(rest.toByteArray());
  }

  /** Sends a client's frame, masked with zeros, of up to 125 bytes. */
  public RawSocket frame(int opcode, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    var frame = new ByteArrayOutputStream();
    frame.write(0x80 | opcode);
    frame.write(0x80 | payload.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return send(frame.toByteArray());
  }

  /** Reads until the other side ends the connection, one way or the other; fails if it did not in time. */
  public void awaitEnd() {
    rest();
  }

  /** Whether nothing came for this long: neither a byte nor an end. */
  public boolean isSilentFor(Duration time) {
    try {
      socket.setSoTimeout(Math.toIntExact(time.toMillis()));
      in.read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      restorePatience();
    }
  }

  private void restorePatience() {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the connection with a reset instead of a word. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
