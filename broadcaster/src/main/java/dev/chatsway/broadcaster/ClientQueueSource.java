package dev.chatsway.broadcaster;

import akka.NotUsed;
import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The stream side of a {@link ClientQueue}: pushes on demand, and parks while no frame waits. */
final class ClientQueueSource extends GraphStage<SourceShape<Frame>> {
  private final Outlet<Frame> out = Outlet.create("ClientQueue.out");
  private final SourceShape<Frame> shape = SourceShape.of(out);
  private final AtomicBoolean run = new AtomicBoolean(); // streams may be started from any thread
  private final ClientQueue queue;

  ClientQueueSource(ClientQueue queue) {
    this.queue = queue;
  }

  @Override
  public SourceShape<Frame> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    if (!run.compareAndSet(false, true)) {
      throw new IllegalStateException("A client queue has one reader: its source was run twice");
    }
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    Logic() {
      super(shape);
      setHandler(out, new AbstractOutHandler() {
        @Override
        public void onPull() {
          pushNext();
        }
      });
    }

    @Override
    public void preStart() {
      AsyncCallback<NotUsed> wakeUp = createAsyncCallback(this::onWake);
      queue.opened(() -> wakeUp.invoke(NotUsed.getInstance()));
      failIfAborted(); // abort() may have run before the wake-up callback was registered
    }

    @Override
    public void postStop() {
      queue.closed();
    }

    private void onWake(NotUsed signal) {
      if (!failIfAborted()) {
        pushNext();
      }
    }

    private void pushNext() {
      @Nullable Frame frame = queue.pollOrPark();
      if (frame != null) {
        push(out, frame);
        if (queue.saidBye()) {
          complete(out);
        }
      }
    }

    private boolean failIfAborted() {
      @Nullable ClientDisconnectedException why = queue.aborted();
      if (why != null) {
        failStage(why);
      }
      return why != null;
    }
  }
}
