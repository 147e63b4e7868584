package dev.chatsway.redis.reading;

import dev.chatsway.redis.NodePipeline;
import dev.chatsway.redis.NodePipeline.Node;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.TrackedStates;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.session.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * The part of a reading for one server: the time, one of its batches in turn, and the states that it reported as
 * changed. Its answer proves that all others are unchanged (ADR 0017).
 */
final class NodeRead implements NodePipeline.Exchange {

  private static final CommandArguments TIME = new CommandArguments(Command.TIME);

  private final LiveStateReader reader;
  private final NodePipeline pipeline;
  private final List<ReadBatch> batches;
  private final PendingRead reading;
  private final int hops;

  private List<ReadBatch> asked = List.of();
  private int[] knownPlaces = {};
  private TrackedStates.Entry[] known = {};
  private int knownCount;

  /** Reads {@code batches}; all of them if they were redirected, which has happened {@code hops} times. */
  NodeRead(
      LiveStateReader reader,
      NodePipeline pipeline,
      List<ReadBatch> batches,
      PendingRead reading,
      int hops) {
    this.reader = reader;
    this.pipeline = pipeline;
    this.batches = batches;
    this.reading = reading;
    this.hops = hops;
  }

  void begin() {
    reading.asked(pipeline);
    pipeline.send(this);
  }

  /** The time comes first, so a state that is written after it is at least as new. */
  @Override
  public List<CommandArguments> commands() {
    if (reading.hasEnded()) {
      return List.of();
    }
    pipeline.tracked().begin();
    asked = hops == 0 ? unknown() : batches;
    var commands = new ArrayList<>(List.of(TIME));
    asked.forEach(batch -> commands.addAll(batch.commands()));
    return commands;
  }

  /**
   * Separates the known states, except one batch in turn: a server that lost its role refuses keys, but not the time.
   */
  private List<ReadBatch> unknown() {
    ReadBatch inTurn = batches.get(reading.turn() % batches.size());
    int sessions = batches.stream().mapToInt(ReadBatch::size).sum();
    knownPlaces = new int[sessions];
    known = new TrackedStates.Entry[sessions];
    var unknown = new ArrayList<Integer>();
    for (ReadBatch batch : batches) {
      for (int i = 0; batch != inTurn && i < batch.size(); i++) {
        TrackedStates.Entry entry = batch.known(i, pipeline.tracked());
        if (entry == null) {
          unknown.add(batch.place(i));
        } else {
          knownPlaces[knownCount] = batch.place(i);
          known[knownCount++] = entry;
        }
      }
    }
    var all = new ArrayList<>(List.of(inTurn));
    all.addAll(reading.plan().batches(unknown));
    return all;
  }

  @Override
  public void answered(List<Object> replies) {
    var further = new HashMap<Node, List<ReadBatch>>();
    Object time = replies.get(0);
    boolean proved = time instanceof List<?>;
    int end = 1;
    for (ReadBatch batch : asked) {
      end += batch.commands().size();
      Object reply = replies.get(end - 1);
      if (time instanceof List<?> instant && reply instanceof List<?> states) {
        take(batch, states, Reply.micros(instant), further);
      } else {
        proved = false;
        refused(batch, time instanceof List<?> ? reply : time, further);
      }
    }
    pipeline.tracked().remembered();
    if (!proved) {
      pipeline.tracked().changed(null); // and all of it is read now
    }
    double now = proved ? Reply.micros((List<?>) time) : Double.NaN;
    List<Integer> changed = reading.confirm(knownPlaces, known, knownCount, now);
    reading.plan().batches(changed).forEach(batch -> add(further, pipeline.node(), batch));
    reader.send(further, reading, hops + 1);
    reading.ended(pipeline);
  }

  /** If a replica does not have a session, its primary may: the session may be new, or its slot may be moving. */
  private void take(
      ReadBatch batch, List<?> states, double micros, Map<Node, List<ReadBatch>> further) {
    reading.put(batch, states, micros);
    for (int i = 0; i < states.size(); i++) {
      if (states.get(i) instanceof byte[] state) {
        pipeline.tracked().remember(batch.session(i), state);
      } else if (pipeline.node().replica()) {
        addToPrimary(further, batch.only(i));
      }
    }
  }

  private void refused(ReadBatch batch, Object error, Map<Node, List<ReadBatch>> further) {
    String why =
        error instanceof JedisDataException refusal ? "" + refusal.getMessage() : "" + error;
    boolean several = batch.size() > 1;
    if (error instanceof JedisMovedDataException moved) {
      reader.refresh();
      add(further, named(moved.getTargetNode()), batch);
    } else if (several && (error instanceof JedisAskDataException || why.startsWith("TRYAGAIN"))) {
      batch.apart().forEach(each -> add(further, pipeline.node(), each));
    } else if (error instanceof JedisAskDataException ask) {
      add(further, named(ask.getTargetNode()), batch.redirected());
    } else if (pipeline.node().replica()) {
      addToPrimary(further, batch);
    } else {
      reader.refresh();
      reading.failed(new StoreUnavailableException("Redis refused: " + why));
    }
  }

  private Node named(HostAndPort server) {
    return new Node(SlotMap.reachable(server, pipeline.node().server()), false);
  }

  @Override
  public void failed(StoreUnavailableException why) {
    if (pipeline.node().replica()) {
      left();
    } else {
      reading.failed(why);
      reading.ended(pipeline);
    }
  }

  /** Asks the primaries instead. */
  @Override
  public void left() {
    var further = new HashMap<Node, List<ReadBatch>>();
    batches.forEach(batch -> addToPrimary(further, batch));
    reader.send(further, reading, hops + 1);
    reading.ended(pipeline);
  }

  private void addToPrimary(Map<Node, List<ReadBatch>> further, ReadBatch batch) {
    Node primary = reader.primary(batch.slot());
    if (primary == null) {
      reading.failed(new StoreUnavailableException("no server has the slot " + batch.slot()));
    } else {
      add(further, primary, batch);
    }
  }

  private static void add(Map<Node, List<ReadBatch>> further, Node node, ReadBatch batch) {
    further.computeIfAbsent(node, added -> new ArrayList<>()).add(batch);
  }
}
