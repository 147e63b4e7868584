package dev.chatsway.redis.reading;

import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.RedisUrl;
import dev.chatsway.redis.topology.Shard;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.topology.Topology;
import dev.chatsway.session.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sessions of plans, apart from calls, so that votes and ticks never wait behind each other in a client. In a
 * cluster all servers are asked at once, each on a thread and a connection of its own; a reading goes on without one that
 * does not answer in time, and only that one's sessions are not read.
 */
public final class LiveStateReader implements AutoCloseable {

  private static final String CALL = "MGET";

  private final RedisSettings settings;
  private final CallMetrics metrics;
  private final boolean clustered;
  private final Topology topology;
  private final ReadLanes lanes;

  /** Connects with the first reading. */
  public LiveStateReader(RedisSettings settings, RedisHealth health, CallMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.clustered = settings.connector().url().form() == RedisUrl.Form.CLUSTER;
    this.topology = new Topology(settings.connector(), settings.readFrom(), this::discovered);
    this.lanes = new ReadLanes(settings, health, topology);
    topology.start();
  }

  private void discovered(SlotMap map) {
    lanes.follow(map);
  }

  /** Prepares the reading of these sessions. */
  public ReadPlan roster(List<SessionKeys> sessions) {
    return new ReadPlan(sessions, settings.readChunk(), clustered);
  }

  /**
   * Reads every session of the plan as it is now; a server is asked for what it has named as changed (ADR 0017). Each state
   * is decayed to the instant at which its server answered for it.
   *
   * @return the values; fails with {@link StoreUnavailableException} if no server answered
   */
  public CompletionStage<DecayedValues> read(ReadPlan plan) {
    long since = System.nanoTime();
    var reading = new PendingRead(plan);
    reading.values().whenComplete((values, failure) -> {
      if (failure == null) {
        metrics.answered(CALL, since);
      } else {
        metrics.failed(CALL);
      }
    });
    SlotMap map = topology.map();
    if (map == null) { // who has what is still being asked
      topology.refresh().thenRun(() -> begin(reading, topology.map()));
    } else {
      begin(reading, map);
    }
    return reading.values();
  }

  private void begin(PendingRead reading, @Nullable SlotMap map) {
    if (map == null) {
      reading.failed(new StoreUnavailableException(topology.failure()));
    } else {
      ask(reading, map);
    }
    reading.begun();
  }

  private void ask(PendingRead reading, SlotMap map) {
    var byTarget = new HashMap<ReadLane.Target, List<ReadBatch>>();
    for (ReadBatch batch : reading.plan().batches()) {
      Shard shard = map.shard(batch.slot());
      if (shard == null) {
        reading.failed(new StoreUnavailableException("no server has the slot " + batch.slot()));
      } else {
        byTarget
            .computeIfAbsent(lanes.target(shard), added -> new ArrayList<>())
            .add(batch);
      }
    }
    byTarget.forEach((target, batches) -> {
      ReadLane lane = lanes.lane(target);
      if (lane.isLate() && byTarget.size() > 1) { // the others do not wait for it
        lane.check();
        reading.failed(new StoreUnavailableException("no answer in time from " + target.server()));
      } else {
        lane.read(batches, reading, 0);
      }
    });
    if (byTarget.size() > 1 || byTarget.keySet().stream().anyMatch(ReadLane.Target::replica)) {
      CompletableFuture.delayedExecutor(
              settings.nodePatience().toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(reading::expire);
    }
  }

  /** Waits for a reading that is out, for as long as a reply may take at most; then closes the connections. */
  @Override
  public void close() {
    topology.close();
    lanes.close();
  }
}
