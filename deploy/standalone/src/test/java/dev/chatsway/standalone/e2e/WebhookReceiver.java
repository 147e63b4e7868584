package dev.chatsway.standalone.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** What webhooks are sent to: answers 204, or not at all while it is told so. */
public final class WebhookReceiver implements AutoCloseable {

  /** A request, as it came. */
  public record Received(String id, String body) {}

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Received> answered = new CopyOnWriteArrayList<>();
  private volatile boolean answers = true;

  private WebhookReceiver(HttpServer server) {
    this.server = server;
  }

  public static WebhookReceiver start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var receiver = new WebhookReceiver(server);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/hook", receiver::handle);
    server.start();
    return receiver;
  }

  private void handle(HttpExchange exchange) throws IOException {
    var one = new Received(
        exchange.getRequestHeaders().getFirst("webhook-id"),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    received.add(one);
    if (answers) {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
      answered.add(one);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** Whether it answers what comes from now on. */
  public void answer(boolean whether) {
    answers = whether;
  }

  /** All requests. */
  public List<Received> received() {
    return received;
  }

  /** Those that it has answered. */
  public List<Received> answered() {
    return answered;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
