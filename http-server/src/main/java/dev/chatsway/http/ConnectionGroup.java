package dev.chatsway.http;

import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.ActorAttributes;
import akka.stream.Attributes;
import akka.stream.ClosedShape;
import akka.stream.javadsl.RunnableGraph;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStageLogic;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Runs the streams of many connections in one actor. A tick wakes thousands of them; in actors of their own each would take a
 * message and a turn of its own. A stream that fails ends alone. Materializes its {@link Members}; ends with the actor system.
 */
final class ConnectionGroup
    extends AbstractGraphStageWithMaterializedValue<ClosedShape, ConnectionGroup.Members> {

  private final Executor afterReading;

  /** @param afterReading the second executor of {@link WakeUps} */
  ConnectionGroup(Executor afterReading) {
    this.afterReading = afterReading;
  }

  /** The connections of one group; may be called on any thread. */
  interface Members {

    /** Runs a connection's stream, which is made with what wakes its WebSocket. */
    void add(Function<WakeUps, RunnableGraph<?>> connection);
  }

  /**
   * Runs a group.
   *
   * @param dispatcher with one thread, that of its connections
   * @param afterReading the second executor of {@link WakeUps}
   */
  static Members run(ActorSystem<?> system, String dispatcher, Executor afterReading) {
    return RunnableGraph.fromGraph(new ConnectionGroup(afterReading))
        .addAttributes(ActorAttributes.dispatcher(dispatcher))
        .run(system);
  }

  @Override
  public ClosedShape shape() {
    return ClosedShape.getInstance();
  }

  @Override
  public Pair<GraphStageLogic, Members> createLogicAndMaterializedValuePair(Attributes inherited) {
    var logic = new Logic();
    return Pair.create(logic, logic);
  }

  private final class Logic extends GraphStageLogic implements Members {
    private final AsyncCallback<RunnableGraph<?>> onAdd =
        createAsyncCallback(connection -> connection.run(subFusingMaterializer()));
    private final AsyncCallback<Runnable> onTask = createAsyncCallback(Runnable::run);
    private final WakeUps wakeUps = new WakeUps(onTask::invoke, afterReading);

    private Logic() {
      super(shape());
    }

    @Override
    public void preStart() {
      setKeepGoing(true);
    }

    @Override
    public void add(Function<WakeUps, RunnableGraph<?>> connection) {
      onAdd.invoke(connection.apply(wakeUps));
    }
  }
}
