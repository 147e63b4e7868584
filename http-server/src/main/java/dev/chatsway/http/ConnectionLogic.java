package dev.chatsway.http;

import akka.NotUsed;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** One run of a {@link ConnectionStage}: its timers and its current phase. */
final class ConnectionLogic extends TimerGraphStageLogic implements UnreadAnswers.Reader {

  /** What the connection is at the moment. */
  abstract static class Phase extends AbstractInOutHandler {

    /** Half of {@link ConnectionLimits#pingInterval} has passed. */
    abstract void onPulse();

    /** The time set by {@link #schedule} has passed. */
    abstract void onDeadline();

    /** The time set by {@link #scheduleIdle} has passed. */
    void onIdle() {}
  }

  /** Half an interval of pings is a pulse, so that a ping has been answered when the next pulse looks. */
  static final int PULSES_A_PING = 2;

  private enum Timer {
    PULSE,
    DEADLINE,
    IDLE,
    STALL
  }

  /** How long the socket may take nothing of an HTTP answer. A WebSocket's client queue has a limit of its own. */
  private static final Duration STALL_LIMIT = Duration.ofSeconds(10);

  final ConnectionLimits limits;
  final Duration pulse;
  private final ConnectionStage stage;
  private Phase phase;
  private long written; // how many times bytes were handed to the socket
  private long writtenAtWatch;
  private final AsyncCallback<NotUsed> cutOff = createAsyncCallback(signal ->
      failStage(new TimeoutException("Unread responses of all clients together exceed the limit")));

  ConnectionLogic(ConnectionStage stage) {
    super(stage.shape());
    this.stage = stage;
    limits = stage.limits;
    pulse = limits.pingInterval().dividedBy(PULSES_A_PING);
    phase = new NewConnection(this, stage.handler, stage.exchange);
    setHandlers(stage.fromSocket, stage.toSocket, phase);
  }

  @Override
  public void preStart() {
    scheduleWithFixedDelay(Timer.PULSE, pulse, pulse);
    if (phase instanceof NewConnection first) {
      first.start();
    }
  }

  @Override
  public void postStop() {
    stage.unread.remove(this);
    stage.exchange.end();
    stage.handler.ended();
  }

  @Override
  public void onTimer(Object timer) {
    switch ((Timer) timer) {
      case PULSE -> phase.onPulse();
      case DEADLINE -> phase.onDeadline();
      case IDLE -> phase.onIdle();
      case STALL -> failIfStalled();
    }
  }

  /**
   * Starts watching an HTTP response of {@code size} bytes that was just written; one timer serves all answers of
   * {@link #STALL_LIMIT}.
   */
  void watchWriting(int size) {
    stage.unread.add(this, size);
    watchStalls();
  }

  @Override
  public void cutOff() {
    cutOff.invoke(NotUsed.getInstance());
  }

  /** The socket has taken what was written. */
  void taken() {
    stage.unread.remove(this);
  }

  private void watchStalls() {
    if (!isTimerActive(Timer.STALL)) {
      writtenAtWatch = written;
      scheduleOnce(Timer.STALL, STALL_LIMIT);
    }
  }

  private void failIfStalled() {
    if (!(phase instanceof HttpConnection) || canWrite() || isClosed(stage.toSocket)) {
      return;
    }
    if (written == writtenAtWatch) {
      failStage(new TimeoutException("The socket took nothing for " + STALL_LIMIT));
    } else {
      watchStalls();
    }
  }

  /** Hands the connection to Akka HTTP, with the bytes that were read so far. */
  void becomeHttp(ByteString first) {
    cancelTimer(Timer.DEADLINE);
    var http = new HttpConnection(this, stage.handler, stage.exchange);
    phase = http;
    setHandlers(stage.fromSocket, stage.toSocket, http);
    http.start(first);
  }

  /** Makes the connection a WebSocket: from here on every byte is a frame's. */
  void becomeWebSocket(FrameSource feed) {
    taken(); // what a WebSocket leaves unread is bounded by its own queue
    cancelTimer(Timer.DEADLINE);
    var webSocket = new WebSocketConnection(this, feed);
    phase = webSocket;
    setHandlers(stage.fromSocket, stage.toSocket, webSocket);
    AsyncCallback<NotUsed> callback = createAsyncCallback(signal -> webSocket.onWake());
    Runnable wakeUp = () -> callback.invoke(NotUsed.getInstance());
    feed.open(() -> stage.wakeUps.add(wakeUp));
    webSocket.start();
  }

  /** Calls {@link Phase#onDeadline} after this time; replaces a deadline set before. */
  void schedule(Duration delay) {
    scheduleOnce(Timer.DEADLINE, delay);
  }

  void cancelDeadline() {
    cancelTimer(Timer.DEADLINE);
  }

  /** Calls {@link Phase#onIdle} after this time. */
  void scheduleIdle(Duration delay) {
    scheduleOnce(Timer.IDLE, delay);
  }

  boolean isInputEnded() {
    return isClosed(stage.fromSocket);
  }

  void read() {
    if (!hasBeenPulled(stage.fromSocket) && !isClosed(stage.fromSocket)) {
      pull(stage.fromSocket);
    }
  }

  ByteString received() {
    return grab(stage.fromSocket);
  }

  boolean canWrite() {
    return isAvailable(stage.toSocket);
  }

  void write(ByteString bytes) {
    written++;
    push(stage.toSocket, bytes);
  }

  /** Ends the output; input is still read. */
  void endWriting() {
    complete(stage.toSocket);
  }

  void failWriting(Throwable cause) {
    fail(stage.toSocket, cause);
  }

  /** Ends the input; requests that were read are still answered. */
  void endReading(Throwable cause) {
    cancel(stage.fromSocket, cause);
  }
}
