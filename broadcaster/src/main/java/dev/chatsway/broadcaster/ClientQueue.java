package dev.chatsway.broadcaster;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's outlet: the Broadcaster offers, the client's stream takes. One slot for each kind of message holds the
 * newest that was not taken yet, so a slow client costs the same as a quick one, and slows nobody.
 *
 * <p>{@code hello} leaves first and {@code bye} last; neither is ever replaced. The stream completes after {@code bye}.
 * It is woken only while it waits for something, so at most one wake-up is under way.
 *
 * <p>The fields are read and written by two threads, through the handles below: atomics would be three more objects to
 * touch for each frame (cold objects are what fan-out spends its time on).
 */
@SuppressWarnings("EnumOrdinal") // the slots are declared in the order in which they are sent
public final class ClientQueue {
  private static final MessageType[] SLOTS = MessageType.values();
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Frame[].class);
  private static final VarHandle PARKED = handle("parked");

  private final @Nullable Frame[] waiting = new @Nullable Frame[SLOTS.length];
  private final Consumer<ClientQueue> onClosed;

  private volatile @Nullable Runnable wakeUp;
  private volatile @Nullable ClientDisconnectedException aborted;
  private volatile boolean taken;

  /** True while the stream waits to be woken; who sets it to false does the waking. */
  @SuppressWarnings("UnusedVariable") // used through PARKED
  private volatile boolean parked;

  private boolean saidBye; // the stream's own

  private ClientQueue(Consumer<ClientQueue> onClosed) {
    this.onClosed = onClosed;
  }

  /**
   * An outlet whose stream has not begun.
   *
   * @param onClosed called exactly once when the stream has ended for whatever reason, on the stream's thread; never
   *     if the source is never run
   */
  public static ClientQueue create(Consumer<ClientQueue> onClosed) {
    return new ClientQueue(onClosed);
  }

  /** What the client is sent. Run it once: a second run fails. */
  public Source<Frame, NotUsed> source() {
    return Source.fromGraph(new ClientQueueSource(this));
  }

  /**
   * Puts a frame into its slot; the newest of its kind wins. For the Broadcaster only.
   *
   * @return whether an older frame was dropped for it
   */
  public boolean offer(MessageType slot, Frame frame) {
    boolean dropped = SLOT.getAndSet(waiting, slot.ordinal(), frame) != null;
    if (parked && PARKED.compareAndSet(this, true, false)) {
      wake();
    }
    return dropped;
  }

  /** Ends the stream at once, whatever waits; if it has not begun, then as soon as it begins. */
  void abort(ClientDisconnectedException why) {
    aborted = why;
    wake();
  }

  /** Whether something waits and nothing was taken since this was last asked. */
  boolean isStuck() {
    boolean moved = taken;
    if (moved) {
      taken = false;
    }
    return !moved && isWaiting();
  }

  /** Whether the stream has begun. */
  boolean isOpen() {
    return wakeUp != null;
  }

  /** The next frame in order of the slots, or null if none waits. */
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
   * For the stream: the next frame, or null if there is none; after null the stream will be woken by the next offer. A
   * connection may take from here itself instead of running {@link #source}: one stage less for each frame.
   */
  public @Nullable Frame pollOrPark() {
    Frame frame = poll();
    if (frame != null) {
      return frame;
    }
    parked = true;
    // Offered between the look and the parking? Then it is ours, unless its offerer is waking us
    // already.
    return isWaiting() && PARKED.compareAndSet(this, true, false) ? poll() : null;
  }

  /** For the stream: whether the last frame taken was the last there is. */
  public boolean saidBye() {
    return saidBye;
  }

  /** For the stream: it begins; {@code wake} is run, on any thread, when there is something to take, or it is aborted. */
  public void opened(Runnable wake) {
    wakeUp = wake;
  }

  /** For the stream: why it is to end at once, or null if it is not. */
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
