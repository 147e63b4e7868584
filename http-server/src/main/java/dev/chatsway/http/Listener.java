package dev.chatsway.http;

import akka.actor.ActorRef;
import akka.actor.Terminated;
import akka.io.Inet.SocketOption;
import akka.io.Tcp;
import akka.io.TcpMessage;
import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.ClosedShape;
import akka.stream.StreamTcpException;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.GraphStageLogic;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/**
 * Accepts TCP connections. Akka's own source of them hands each out in a stage that is replaced here ({@link Socket}).
 * Materializes the bound socket; fails if the address is in use or not local.
 */
final class Listener
    extends AbstractGraphStageWithMaterializedValue<ClosedShape, CompletionStage<Listener.Bound>> {

  /** Connections that Akka may accept before it is told to go on: in pull mode, which {@link Socket} needs, it waits for that. */
  private static final int BATCH = 64;

  private final ActorRef tcp;
  private final InetSocketAddress address;
  private final int backlog;
  private final List<SocketOption> options;
  private final BiConsumer<InetSocketAddress, ActorRef> accept;

  /**
   * @param tcp Akka's manager of TCP
   * @param accept called with a peer's address and Akka's actor for its connection, which is to be sent Register or Close
   */
  Listener(
      ActorRef tcp,
      InetSocketAddress address,
      int backlog,
      List<SocketOption> options,
      BiConsumer<InetSocketAddress, ActorRef> accept) {
    this.tcp = tcp;
    this.address = address;
    this.backlog = backlog;
    this.options = options;
    this.accept = accept;
  }

  /** A bound socket, with its actual port. */
  record Bound(
      InetSocketAddress address,
      ActorRef listener,
      ActorRef stage,
      CompletionStage<BoxedUnit> unbound) {

    /** Accepts no further connections. */
    CompletionStage<BoxedUnit> unbind() {
      listener.tell(TcpMessage.unbind(), stage);
      return unbound;
    }
  }

  @Override
  public ClosedShape shape() {
    return ClosedShape.getInstance();
  }

  @Override
  public Pair<GraphStageLogic, CompletionStage<Bound>> createLogicAndMaterializedValuePair(
      Attributes inherited) {
    var logic = new Logic();
    return Pair.create(logic, logic.bound);
  }

  private final class Logic extends GraphStageLogic {
    private final CompletableFuture<Bound> bound = new CompletableFuture<>();
    private final CompletableFuture<BoxedUnit> unbound = new CompletableFuture<>();
    private ActorRef listener = ActorRef.noSender();
    private int left; // of a batch

    private Logic() {
      super(shape());
    }

    @Override
    public void preStart() {
      setKeepGoing(true);
      ActorRef self = getStageActor(this::receive).ref();
      tcp.tell(TcpMessage.bind(self, address, backlog, options, true), self);
    }

    private BoxedUnit receive(Tuple2<ActorRef, Object> envelope) {
      ActorRef sender = envelope._1();
      Object message = envelope._2();
      if (message instanceof Tcp.Connected connected) {
        accept.accept(connected.remoteAddress(), sender);
        if (--left == 0) {
          acceptMore();
        }
      } else if (message instanceof Tcp.Bound now) {
        listener = sender;
        stageActor().watch(listener);
        acceptMore();
        bound.complete(new Bound(now.localAddress(), listener, stageActor().ref(), unbound));
      } else if (message instanceof Tcp.CommandFailed failed) {
        var failure = new StreamTcpException("Cannot listen on " + address);
        failed.cause().foreach(failure::initCause);
        bound.completeExceptionally(failure);
        failStage(failure);
      } else if (message instanceof Tcp.Unbound$) {
        // Goes on, because a connection ends with it that was accepted and not registered yet.
        stageActor().unwatch(listener);
        unbound.complete(BoxedUnit.UNIT);
      } else if (message instanceof Terminated) {
        failStage(new StreamTcpException("Nothing listens on " + address + " any more"));
      }
      return BoxedUnit.UNIT;
    }

    private void acceptMore() {
      left = BATCH / 2; // some may be accepted without our being told
      listener.tell(TcpMessage.resumeAccepting(BATCH), stageActor().ref());
    }

    @Override
    public void postStop() {
      bound.completeExceptionally(new StreamTcpException("Ended before it listened on " + address));
      unbound.complete(BoxedUnit.UNIT);
    }
  }
}
