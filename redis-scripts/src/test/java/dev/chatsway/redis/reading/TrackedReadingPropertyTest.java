package dev.chatsway.redis.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Reading only what the server names as changed shows what reading everything shows, whatever happened before. */
final class TrackedReadingPropertyTest {

  private static final int SESSIONS = 100;
  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisServer OTHER = RedisServer.start();
  private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
  private static final LiveStateReader READER =
      new LiveStateReader(REDIS.settings(), new RedisHealth(METRICS), new CallMetrics(METRICS));
  private static final List<SessionKeys> KEYS =
      Stream.generate(() -> SessionKeys.of(UUID.randomUUID())).limit(SESSIONS).toList();

  private enum Act {
    WRITE,
    DELETE,
    EXPIRE,
    BURY,
    READ_OTHERS,
    FLUSH,
    LOSE_CONNECTIONS,
    RESTART,
    FAIL_OVER
  }

  /** One event: what happens, and to which session. */
  record Step(Act act, int session) {}

  @AfterContainer
  static void stop() {
    READER.close();
    REDIS.close();
    OTHER.close();
  }

  @Property(tries = 60)
  void everyHistoryIsReadAsItIs(@ForAll("histories") List<Step> history) {
    ReadPlan plan = READER.roster(KEYS);
    double revision = 0;
    for (Step step : history) {
      happens(step, ++revision);
      isReadAsItIs(plan);
    }
  }

  @Example
  void aQuietPlanIsReadWithTwoCommands() {
    ReadPlan plan = READER.roster(KEYS);
    write(KEYS.get(0), 1);
    isReadAsItIs(plan);
    KEYS.forEach(keys -> write(keys, 2));
    isReadAsItIs(plan);
    isReadAsItIs(plan);
    long before = calls("mget");

    for (int i = 0; i < 50; i++) {
      read(plan);
    }

    assertThat(calls("mget") - before).isEqualTo(50);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Act> acts = Arbitraries.frequency(
        Tuple.of(30, Act.WRITE),
        Tuple.of(4, Act.DELETE),
        Tuple.of(4, Act.EXPIRE),
        Tuple.of(4, Act.BURY),
        Tuple.of(4, Act.READ_OTHERS),
        Tuple.of(1, Act.FLUSH),
        Tuple.of(2, Act.LOSE_CONNECTIONS),
        Tuple.of(1, Act.RESTART),
        Tuple.of(1, Act.FAIL_OVER));
    return Combinators.combine(acts, Arbitraries.integers().between(0, SESSIONS - 1))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private static void happens(Step step, double revision) {
    SessionKeys keys = KEYS.get(step.session());
    switch (step.act()) {
      case WRITE -> write(keys, revision);
      case DELETE -> REDIS.client().del(keys.live());
      case EXPIRE -> {
        write(keys, revision);
        REDIS.client().pexpireAt(keys.live(), 1);
      }
      case BURY -> REDIS.client().set(keys.live(), "deleted".getBytes(StandardCharsets.US_ASCII));
      case READ_OTHERS -> read(READER.roster(KEYS.subList(0, step.session() + 1)));
      case FLUSH -> REDIS.client().flushAll();
      case LOSE_CONNECTIONS -> killConnections();
      case RESTART -> {
        REDIS.kill();
        REDIS.restart();
        renewClient();
      }
      case FAIL_OVER -> takeOverWhatAnotherHas(keys, revision);
    }
  }

  /** Has the server close the reader's connection, as a firewall would. */
  private static void killConnections() {
    var list = (byte[]) ask(Command.CLIENT, "LIST");
    new String(list, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(" name=chatsway "))
        .forEach(line -> ask(Command.CLIENT, "KILL", "ID", line.split("[= ]", 3)[1]));
  }

  /** The test's own connections have not survived the restart: each fails once. */
  private static void renewClient() {
    while (true) {
      try {
        REDIS.client().ping();
        return;
      } catch (JedisConnectionException e) {
        Thread.onSpinWait();
      }
    }
  }

  /** The server's data become those of another one that knows less and other things, as after a failover. */
  private static void takeOverWhatAnotherHas(SessionKeys keys, double revision) {
    OTHER.client().flushAll();
    OTHER.client().set(keys.live(), state(revision));
    follow(OTHER.address().getHost(), String.valueOf(OTHER.address().getPort()));
    while (!Objects.deepEquals(OTHER.client().get(keys.live()), REDIS.client().get(keys.live()))
        || REDIS.client().dbSize() != 1) {
      Thread.onSpinWait();
    }
    follow("NO", "ONE");
  }

  private static Object ask(Command command, String... arguments) {
    var all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return REDIS.client().executeCommand(all);
  }

  private static void follow(String host, String port) {
    ask(Command.REPLICAOF, host, port);
  }

  private static void isReadAsItIs(ReadPlan plan) {
    List<LiveState> values = read(plan);
    List<byte[]> plain =
        REDIS.client().mget(KEYS.stream().map(SessionKeys::live).toArray(byte[][]::new));
    for (int i = 0; i < SESSIONS; i++) {
      var state = LiveState.at(0, plain.get(i));
      assertThat(values.get(i).isRead()).isTrue();
      assertThat(values.get(i).status()).isEqualTo(state.status());
      if (state.status() == VoteStatus.OK) {
        assertThat(values.get(i).revision()).isEqualTo(state.revision());
        assertThat(values.get(i).value()).isEqualTo(state.value());
      }
    }
  }

  /** Reads; a reading whose connection was lost fails, as it always did, and the next one succeeds. */
  private static List<LiveState> read(ReadPlan plan) {
    try {
      return READER.read(plan).toCompletableFuture().join();
    } catch (CompletionException e) {
      return READER.read(plan).toCompletableFuture().join();
    }
  }

  private static void write(SessionKeys keys, double revision) {
    REDIS.client().set(keys.live(), state(revision));
  }

  private static byte[] state(double revision) {
    var state = ByteBuffer.allocate(8 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : new double[] {revision % 100, 1, 2, 1.8e15, 0, revision, 3, 0}) {
      state.putDouble(number);
    }
    return state.array();
  }

  private static long calls(String command) {
    return REDIS
        .client()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
        .mapToLong(line -> Long.parseLong(line.split("[=,]", 3)[1]))
        .sum();
  }
}
