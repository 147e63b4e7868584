package dev.chatsway.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.Dispatcher;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.Dispatchers;
import akka.dispatch.MessageDispatcher;
import akka.dispatch.MessageDispatcherConfigurator;
import akka.dispatch.ThreadPoolConfig;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import scala.concurrent.duration.FiniteDuration;

/**
 * The threads of all connections: Netty's event loops, each with the {@link ConnectionGroup} of its connections, whose actor
 * runs on it too. A frame thus gets from its stream to the kernel in one call. They end with the actor system.
 */
public final class EventLoops implements Extension {

  private static final String SETTINGS = "chatsway.gateway.event-loops";
  private static final String DISPATCHER = SETTINGS + ".dispatcher-";

  private static final ExtensionId<EventLoops> ID = new ExtensionId<>() {
    @Override
    public EventLoops createExtension(ActorSystem<?> system) {
      return new EventLoops(system);
    }
  };

  /** A stage asks for each piece that it reads. */
  private static final RecvByteBufAllocator ONE_READ =
      new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1);

  private final MultiThreadIoEventLoopGroup loops;
  private final Executor first;
  private final Map<EventExecutor, ConnectionGroup.Members> groups = new HashMap<>();

  private EventLoops(ActorSystem<?> system) {
    Config settings = system.settings().config().getConfig(SETTINGS);
    int threads = ThreadPoolConfig.scaledPoolSize(
        settings.getInt("least"), settings.getDouble("per-core"), settings.getInt("most"));
    loops = new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("chatsway-connections"), NioIoHandler.newFactory());
    Dispatchers dispatchers = Adapter.toClassic(system).dispatchers();
    Config defaults = settings.withFallback(dispatchers.defaultDispatcherConfig());
    for (EventExecutor each : loops) {
      String id = DISPATCHER + groups.size();
      var loop = (EventLoop) each;
      dispatchers.registerConfigurator(
          id,
          new OnLoop(
              ConfigFactory.parseMap(Map.of("id", id)).withFallback(defaults),
              dispatchers.prerequisites(),
              loop));
      groups.put(loop, ConnectionGroup.run(system, id, task -> afterReading(loop, task)));
    }
    first = dispatchers.lookup(DISPATCHER + 0);
  }

  static EventLoops of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** Runs tasks on the first of the threads. */
  public static Executor first(ActorSystem<?> system) {
    return of(system).first;
  }

  /** Runs a task once the loop has looked at its sockets again: tasks that are due are taken only after that. */
  private static void afterReading(EventLoop loop, Runnable task) {
    var unused = loop.schedule(task, 0, TimeUnit.NANOSECONDS);
  }

  /**
   * Listens; fails if the address is in use or not local.
   *
   * @param accept called on a connection's loop, with the group that has to run its stream
   */
  CompletionStage<Channel> bind(
      InetSocketAddress address,
      ConnectionLimits limits,
      BiConsumer<SocketChannel, ConnectionGroup.Members> accept) {
    var bound = new CompletableFuture<Channel>();
    ChannelFuture unused = new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, limits.backlog())
        .childOption(ChannelOption.SO_SNDBUF, Math.toIntExact(limits.sendBuffer()))
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, ONE_READ)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            accept.accept(channel, groups.get(channel.eventLoop()));
          }
        })
        .bind(address)
        .addListener((ChannelFuture listening) -> {
          if (listening.isSuccess()) {
            bound.complete(listening.channel());
          } else {
            bound.completeExceptionally(
                new IOException("Cannot listen on " + address, listening.cause()));
          }
        });
    return bound;
  }

  /** Has a loop run the actors of one dispatcher. */
  private static final class OnLoop extends MessageDispatcherConfigurator {
    private final MessageDispatcher dispatcher;

    private OnLoop(Config settings, DispatcherPrerequisites prerequisites, EventLoop loop) {
      super(settings, prerequisites);
      dispatcher = new Dispatcher(
          this,
          settings.getString("id"),
          settings.getInt("throughput"),
          FiniteDuration.create(0, TimeUnit.SECONDS),
          (id, threads) -> () -> loop,
          FiniteDuration.create(1, TimeUnit.SECONDS));
    }

    @Override
    public MessageDispatcher dispatcher() {
      return dispatcher;
    }
  }
}
