package dev.chatsway.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.stage.AsyncCallback;
import akka.util.ByteString;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection before its first request is known. A plain WebSocket handshake is answered here; as soon as the bytes are
 * anything else, the connection becomes an {@link HttpConnection}.
 */
final class NewConnection extends ConnectionLogic.Phase {

  private final ConnectionLogic connection;
  private final ConnectionStage.Handler handler;
  private final RequestTracker exchange;
  private final AsyncCallback<HttpResponse> onAnswer;
  private final AsyncCallback<Throwable> onFailure;

  private ByteString head = ByteString.emptyByteString();
  private boolean isAsked;
  private @Nullable HttpResponse answer; // until the socket takes it

  NewConnection(
      ConnectionLogic connection, ConnectionStage.Handler handler, RequestTracker exchange) {
    this.connection = connection;
    this.handler = handler;
    this.exchange = exchange;
    onAnswer = connection.createAsyncCallback(this::onAnswer);
    onFailure = connection.createAsyncCallback(connection::failStage);
  }

  void start() {
    connection.schedule(connection.limits.headTimeout());
    connection.read();
  }

  @Override
  public void onPush() {
    head = head.concat(connection.received());
    switch (WebSocketHandshake.kind(head)) {
      case UNKNOWN -> connection.read();
      case OTHER -> connection.becomeHttp(head);
      case HANDSHAKE -> {
        Optional<HttpRequest> request = WebSocketHandshake.parse(head);
        if (request.isPresent()) {
          ask(request.get());
        } else {
          connection.becomeHttp(head);
        }
      }
    }
  }

  private void ask(HttpRequest request) {
    isAsked = true;
    connection.cancelDeadline();
    handler.answer(request).whenComplete((response, failure) -> {
      if (failure == null) {
        onAnswer.invoke(response);
      } else {
        onFailure.invoke(failure);
      }
    });
  }

  private void onAnswer(HttpResponse response) {
    if (isSwitch(response) && exchange.feed() == null) {
      connection.becomeHttp(head); // a flow of messages is Akka HTTP's to run
      return;
    }
    answer = response;
    if (connection.canWrite()) {
      onPull();
    }
  }

  @Override
  public void onPull() {
    HttpResponse response = answer;
    if (response == null) {
      return;
    }
    answer = null;
    connection.write(ResponseBytes.of(response));
    exchange.wrote();
    FrameSource feed = exchange.feed();
    if (isSwitch(response) && feed != null) {
      connection.becomeWebSocket(feed);
    } else {
      connection.completeStage();
    }
  }

  private static boolean isSwitch(HttpResponse response) {
    return response.status().equals(StatusCodes.SWITCHING_PROTOCOLS);
  }

  @Override
  public void onUpstreamFinish() {
    if (isAsked || head.isEmpty()) {
      connection.completeStage();
    } else {
      connection.becomeHttp(head);
    }
  }

  @Override
  void onPulse() {}

  @Override
  void onDeadline() {
    connection.failStage(new TimeoutException(
        "Request headers not received within " + connection.limits.headTimeout()));
  }
}
