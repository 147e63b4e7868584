package dev.chatsway.http;

import akka.util.ByteString;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A feed that a test fills. */
final class TestFeed implements FrameSource {
  private final Queue<ByteString> waiting = new ArrayDeque<>();
  private @Nullable ByteString last;
  private boolean atEnd;
  private int closes;
  private @Nullable Throwable failure;
  private @Nullable Runnable wakeUp;

  synchronized void add(ByteString frame) {
    waiting.add(frame);
    wake();
  }

  synchronized void end(ByteString frame) {
    last = frame;
    add(frame);
  }

  synchronized void fail(Throwable why) {
    failure = why;
    wake();
  }

  synchronized int closes() {
    return closes;
  }

  private void wake() {
    if (wakeUp != null) {
      wakeUp.run();
    }
  }

  @Override
  public synchronized void open(Runnable toWake) {
    wakeUp = toWake;
  }

  @Override
  public synchronized @Nullable ByteString next() {
    ByteString next = waiting.poll();
    atEnd = next != null && next.equals(last);
    return next;
  }

  @Override
  public synchronized boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public synchronized @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public synchronized void close() {
    closes++;
  }
}
