package dev.chatsway.gateway.webhook;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.ClientTransport;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.ProductVersion;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.UserAgent;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.chatsway.redis.webhook.DeliveryResult;
import dev.chatsway.redis.webhook.Webhook;
import dev.chatsway.session.StandardWebhooks;
import dev.chatsway.session.Tracing;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Posts one message to one target: a connection of its own, to an address that the policy allows, resolved for it alone.
 * Redirects are answers like any other, and nothing of an answer's body is read.
 */
final class WebhookClient {

  /** Its host has no address that may be sent to. */
  private static final class NotAllowedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final ActorSystem<?> system;
  private final WebhookSettings settings;
  private final Tracing tracing;
  private final ClientConnectionSettings connection;
  private final Executor blocking;

  WebhookClient(ActorSystem<?> system, WebhookSettings settings, Tracing tracing) {
    this.system = system;
    this.settings = settings;
    this.tracing = tracing;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    this.connection = ClientConnectionSettings.create(system.classicSystem())
        .withUserAgentHeader(Optional.of(UserAgent.create(ProductVersion.create("Chatsway", ""))))
        .withTransport(ClientTransport.withCustomResolver(this::resolve));
  }

  /**
   * Sends a message, with a new signature.
   *
   * @param id its {@code webhook-id}
   * @return what came of it, within the time limit; never fails
   */
  CompletionStage<DeliveryResult> send(Webhook webhook, String id, byte[] body) {
    var url = URI.create(webhook.url());
    var timestamp = String.valueOf(Instant.now().getEpochSecond());
    var trace = tracing.sent("webhook");
    var request = HttpRequest.POST(url.toString())
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body))
        .addHeader(RawHeader.create("webhook-id", id))
        .addHeader(RawHeader.create("webhook-timestamp", timestamp))
        .addHeader(RawHeader.create(
            "webhook-signature", new StandardWebhooks(webhook.secret()).sign(id, timestamp, body)))
        .addHeaders(trace.headers().entrySet().stream()
            .<HttpHeader>map(header -> RawHeader.create(header.getKey(), header.getValue()))
            .toList());
    return answer(url, request)
        .thenApply(this::result)
        .exceptionally(failure -> new DeliveryResult(0, why(failure)))
        .thenApply(result -> {
          trace.end(result.status());
          return result;
        });
  }

  private CompletionStage<HttpResponse> answer(URI url, HttpRequest request) {
    var host = url.getHost().replaceAll("[\\[\\]]", "");
    boolean isSecure = url.getScheme().equals("https");
    var builder = Http.get(system)
        .connectionTo(host)
        .toPort(url.getPort() < 0 ? isSecure ? 443 : 80 : url.getPort())
        .withClientConnectionSettings(connection);
    return Source.single(relative(url, request))
        .via(isSecure ? builder.https() : builder.http())
        .completionTimeout(settings.timeout())
        .runWith(Sink.head(), system);
  }

  /** With the path alone in the request line (RFC 9112, section 3.2.1); Akka adds the host. */
  private static HttpRequest relative(URI url, HttpRequest request) {
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return request.withUri(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
  }

  private DeliveryResult result(HttpResponse response) {
    response.entity().getDataBytes().runWith(Sink.cancelled(), system);
    int status = response.status().intValue();
    return new DeliveryResult(
        status, status / 100 == 2 ? "" : "it answered " + status + "; only 2xx counts");
  }

  private CompletionStage<InetSocketAddress> resolve(String host, Object port) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            var address = settings
                .targets()
                .choose(host, InetAddress.getAllByName(host))
                .orElseThrow(NotAllowedException::new);
            return new InetSocketAddress(address, (Integer) port);
          } catch (UnknownHostException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  /** The reason in words, without addresses: a streamer need not learn how names resolve in this network. */
  private String why(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof NotAllowedException) {
        return "its address is not one that this server may send to (WEBHOOK_TARGETS)";
      } else if (each instanceof UnknownHostException) {
        return "its host name is unknown";
      } else if (each instanceof TimeoutException) {
        return "no answer within " + settings.timeout().toMillis() + " ms";
      } else if (each instanceof SSLException) {
        return "no secure connection: its certificate may not be valid";
      } else if (each instanceof ConnectException) {
        return "it cannot be reached";
      }
    }
    return "the connection failed or closed without an answer";
  }
}
