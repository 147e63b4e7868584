package dev.chatsway.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance that is its own first client. A young JVM spends more on compiling a handshake or a vote than on answering it; so
 * an instance may ask itself for a while before it is ready, in a session that it makes and deletes. The overlays of an instance
 * that died then wait for their values, not for a compiler.
 */
final class WarmUp {

  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  private static final int CLIENTS = 2;
  private static final int VOTES_A_HANDSHAKE = 5;
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final byte[] MASKED_CLOSE = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};

  private final Sessions sessions;
  private final InetSocketAddress address;
  private final Duration time;

  /** Asks the instance that listens on {@code address}, for {@code time}. */
  WarmUp(Sessions sessions, InetSocketAddress address, Duration time) {
    this.sessions = sessions;
    this.address = address;
    this.time = time;
  }

  /** Completes after that time, or with the first thing that goes wrong, which is logged: an instance serves cold as well. */
  CompletionStage<Void> run() {
    var request = new SessionRequest("warm-up of an instance", List.of(), SessionSettings.DEFAULTS);
    return sessions
        .create(request)
        .thenCompose(session -> CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                .mapToObj(client -> onItsOwnThread(() -> ask(session, client)))
                .toArray(CompletableFuture[]::new))
            .handle((done, failure) -> sessions.delete(session.id()))
            .thenCompose(deleted -> deleted))
        .handle((deleted, failure) -> {
          if (failure != null) {
            log.warn("The warm-up ended early: {}", failure.toString());
          }
          return null;
        });
  }

  private static CompletableFuture<Void> onItsOwnThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> {
      var thread = new Thread(task, "chatsway-warm-up");
      thread.setDaemon(true);
      thread.start();
    });
  }

  private void ask(Session session, int client) {
    var end = System.nanoTime() + time.toNanos();
    var votes = 0;
    try (var voting = connect();
        var watching = connect()) {
      upgrade(watching, session, "");
      while (System.nanoTime() < end) {
        watch(session);
        watching.getInputStream().skipNBytes(watching.getInputStream().available());
        for (var i = 0; i < VOTES_A_HANDSHAKE; i++) {
          vote(voting, session, client + "-" + votes++);
        }
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void watch(Session session) throws IOException {
    try (var socket = connect()) {
      upgrade(socket, session, "Sec-WebSocket-Protocol: chatsway.v2\r\n");
      if (socket.getInputStream().read() < 0) { // the first frame's first byte
        throw new IOException("no first message");
      }
      socket.getOutputStream().write(MASKED_CLOSE);
    }
  }

  /** Makes it an overlay; {@code more} are lines of the handshake's head, each with its end. */
  private static void upgrade(Socket socket, Session session, String more) throws IOException {
    send(
        socket,
        "GET /ws/overlay/" + session.overlayId() + " HTTP/1.1",
        "Host: localhost",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        more,
        "");
    readHead(socket.getInputStream());
  }

  private static void vote(Socket socket, Session session, String voter) throws IOException {
    var body = "{\"voter\":\"" + voter + "\",\"text\":\"+\"}";
    send(
        socket,
        "POST /webhooks/votes HTTP/1.1",
        "Host: localhost",
        "Authorization: Bearer " + session.voteToken(),
        "Content-Type: application/json",
        "Content-Length: " + body.length(),
        "",
        body);
    var length = readHead(socket.getInputStream());
    socket.getInputStream().skipNBytes(length);
  }

  private static void send(Socket socket, String... lines) throws IOException {
    socket.getOutputStream().write(String.join("\r\n", lines).getBytes(US_ASCII));
  }

  /** Reads to the end of an answer's head; returns its Content-Length, 0 without one. */
  private static int readHead(InputStream in) throws IOException {
    var length = 0;
    while (true) {
      var line = readLine(in);
      if (line.isEmpty()) {
        return length;
      }
      if (line.regionMatches(true, 0, "Content-Length:", 0, "Content-Length:".length())) {
        length = Integer.parseInt(line.substring("Content-Length:".length()).strip());
      }
    }
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new IOException("the connection ended");
      }
      line.append((char) read);
    }
    return line.toString().strip();
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    var own = address.getAddress().isAnyLocalAddress()
        ? InetAddress.getLoopbackAddress()
        : address.getAddress();
    socket.connect(new InetSocketAddress(own, address.getPort()), TIMEOUT_MILLIS);
    return socket;
  }
}
