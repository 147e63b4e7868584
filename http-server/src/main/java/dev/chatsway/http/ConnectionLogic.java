package dev.chatsway.http;

import akka.NotUsed;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** One run of a {@link ConnectionStage}: its clock, and the phase that it is in. */
final class ConnectionLogic extends TimerGraphStageLogic {

  /** What a connection is at the time. A phase that has ended is not kept. */
  abstract static class Phase extends AbstractInOutHandler {

    /** Half of {@link ConnectionLimits#pingInterval} has passed. */
    abstract void onPulse();

    /** The time that was set by {@link #schedule} has come. */
    abstract void onDeadline();

    /** The connection has ended. */
    void onEnd() {}
  }

  /** Half an interval of pings is a pulse, so that a ping has been answered when the next pulse looks. */
  static final int PULSES_A_PING = 2;

  private enum Timer {
    PULSE,
    DEADLINE,
    STALL
  }

  /** How long the socket may take nothing of an HTTP answer. A WebSocket's client queue has a limit of its own. */
  private static final Duration STALL_LIMIT = Duration.ofSeconds(10);

  final ConnectionLimits limits;
  final Duration pulse;
  private final ConnectionStage stage;
  private final Runnable onEnd;
  private Phase phase;
  private long written; // how many times bytes were handed to the socket
  private long writtenAtWatch;

  ConnectionLogic(ConnectionStage stage, Runnable onEnd) {
    super(stage.shape());
    this.stage = stage;
    this.onEnd = onEnd;
    limits = stage.limits;
    pulse = limits.pingInterval().dividedBy(PULSES_A_PING);
    phase = new HttpConnection(this, stage.exchange, stage.onMalformed);
    setHandlers(stage.fromSocket, stage.toSocket, phase);
  }

  @Override
  public void preStart() {
    scheduleWithFixedDelay(Timer.PULSE, pulse, pulse);
    if (phase instanceof HttpConnection http) {
      http.start(stage.http);
    }
  }

  @Override
  public void postStop() {
    phase.onEnd();
    onEnd.run();
  }

  @Override
  public void onTimer(Object timer) {
    switch ((Timer) timer) {
      case PULSE -> phase.onPulse();
      case DEADLINE -> phase.onDeadline();
      case STALL -> failIfStalled();
    }
  }

  /** Starts watching an HTTP answer that was just written; one timer serves all answers of {@link #STALL_LIMIT}. */
  void watchWriting() {
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
      watchWriting();
    }
  }

  /** From here on every byte is the WebSocket's. */
  void becomeWebSocket(FrameSource feed) {
    cancelTimer(Timer.DEADLINE);
    var webSocket = new WebSocketConnection(this, feed);
    phase = webSocket;
    setHandlers(stage.fromSocket, stage.toSocket, webSocket);
    AsyncCallback<NotUsed> wakeUp = createAsyncCallback(signal -> webSocket.onWake());
    feed.open(() -> wakeUp.invoke(NotUsed.getInstance()));
    webSocket.start();
  }

  /** {@link Phase#onDeadline} is called after this time; one that was set before is forgotten. */
  void schedule(Duration delay) {
    scheduleOnce(Timer.DEADLINE, delay);
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

  /** Nothing more is written; what comes is still read. */
  void endWriting() {
    complete(stage.toSocket);
  }

  void failWriting(Throwable cause) {
    fail(stage.toSocket, cause);
  }

  /** Nothing more is read; what was asked for is still answered. */
  void endReading(Throwable cause) {
    cancel(stage.fromSocket, cause);
  }
}
