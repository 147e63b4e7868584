package dev.chatsway.broadcaster;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A conflating queue to one client: the Broadcaster offers, the client's stream polls. It holds the newest frame of each
 * {@link MessageType}, so a slow client costs the same as a fast one and delays no other.
 *
 * <p>{@code hello} leaves first and {@code bye} last; neither is ever replaced. The stream completes after {@code bye}.
 * It is woken only while parked, so at most one wake-up is in flight.
 *
 * <p>Two threads share the fields through the handles below: atomics would be three more cold objects to touch for each
 * frame, and cache misses dominate the fan-out.
 */
@SuppressWarnings("EnumOrdinal") // the types are declared in the order in which they are sent
public final class ClientQueue {
  private static final MessageType[] SLOTS = MessageType.values();
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Frame[].class);
  private static final VarHandle PARKED = handle("parked");

  private final @Nullable Frame[] waiting = new @Nullable Frame[SLOTS.length];
  private final Consumer<ClientQueue> onClosed;

  private volatile @Nullable Runnable wakeUp;
  private volatile @Nullable ClientDisconnectedException aborted;
  private volatile boolean taken;

  /** True while the stream waits to be woken; the thread that sets it to false wakes it. */
  @SuppressWarnings("UnusedVariable") // used through PARKED
  private volatile boolean parked;

  private boolean saidBye; // the stream's own

  private ClientQueue(Consumer<ClientQueue> onClosed) {
    this.onClosed = onClosed;
  }

  /**
   * Creates a queue whose stream has not started.
   *
   * @param onClosed called exactly once when the stream has ended for any reason, on the stream's thread; never if the
   *     source is never run
   */
  public static ClientQueue create(Consumer<ClientQueue> onClosed) {
    return new ClientQueue(onClosed);
  }

  /** Emits the client's frames. Run it once: a second run fails. */
  public Source<Frame, NotUsed> source() {
    return Source.fromGraph(new ClientQueueSource(this));
  }

  /**
   * Puts a frame in place of an older one of its type. For the Broadcaster only.
   *
   * @return whether an older frame was dropped
   */
  public boolean offer(MessageType slot, Frame frame) {
    boolean dropped = SLOT.getAndSet(waiting, slot.ordinal(), frame) != null;
    if (parked && PARKED.compareAndSet(this, true, false)) {
      wake();
    }
    return dropped;
  }

  /** Fails the stream at once, or as soon as it starts. */
  void abort(ClientDisconnectedException why) {
    aborted = why;
    wake();
  }

  /** Whether a frame waits and none was taken since the last call. */
  boolean isStuck() {
    boolean moved = taken;
    if (moved) {
      taken = false;
    }
    return !moved && isWaiting();
  }

  /** Whether the stream has started. */
  boolean isOpen() {
    return wakeUp != null;
  }

  /** Takes the next frame in the order of the types; null if none waits. */
  @Nullable
  Frame poll() {
    for (int i = 0; i < waiting.length; i++) {
      if (SLOT.getVolatile(waiting, i) != null) {
        taken = true;
        saidBye = i == MessageType.BYE.ordinal();
        return (Frame) SLOT.getAndSet(waiting, i, null);
      }
    }
    return null;
  }

  /**
   * For the stream: takes the next frame. After null, the next offer wakes the stream. A connection may call this itself
   * instead of running {@link #source}: one stage less for each frame.
   */
  public @Nullable Frame pollOrPark() {
    Frame frame = poll();
    if (frame != null) {
      return frame;
    }
    parked = true;
    // A frame offered between poll and park is taken here, unless its offerer already wakes the
    // stream.
    return isWaiting() && PARKED.compareAndSet(this, true, false) ? poll() : null;
  }

  /** For the stream: whether the last frame taken was {@code bye}. */
  public boolean saidBye() {
    return saidBye;
  }

  /** For the stream: it has started. {@code wake} runs, on any thread, when a frame waits or the stream is aborted. */
  public void opened(Runnable wake) {
    wakeUp = wake;
  }

  /** For the stream: why it must fail at once, or null. */
  public @Nullable ClientDisconnectedException aborted() {
    return aborted;
  }

  /** For the stream: it has ended. */
  public void closed() {
    onClosed.accept(this);
  }

  private boolean isWaiting() {
    for (int i = 0; i < waiting.length; i++) {
      if (SLOT.getVolatile(waiting, i) != null) {
        return true;
      }
    }
    return false;
  }

  private void wake() {
    Runnable stream = wakeUp;
    if (stream != null) {
      stream.run();
    }
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(ClientQueue.class, field, boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
