package dev.chatsway.bench;

import dev.chatsway.redis.SessionKeys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Instances and Redis primaries under a load, as sums of measured costs. Overlays fall on instances at random, as behind a
 * balancer that knows no session; sessions fall on primaries by their real hash tags. A tick is a wait for the fullest
 * primary, as an M/D/1 queue, and the instance's own work; it reads what has changed and one batch in turn (ADR 0017).
 */
final class ScaleModel {

  /** @param failoverSeconds how long the sessions of a dead primary are without one */
  record Load(
      int overlays, double overlaysPerSession, double votesPerSecond, double failoverSeconds) {}

  private static final int BUCKETS = 256;
  private static final int TICKS = 20;
  private static final double TICK_MILLIS = 1_000.0 / TICKS;
  private static final double KEEP_ALIVE_SECONDS = 4.5;

  /** Beyond this a queue grows faster than a mean shows. */
  private static final double FULL = 0.8;

  // as the page's connection.js
  private static final double SHORTEST_WAIT = 0.5;
  private static final double LONGEST_WAIT = 15;
  private static final double FIRST_WORD = 5;

  private static final double STEP = 0.1;
  private static final double WINDOW = 60;

  private final Load load;
  private final ScaleCosts costs;
  private final int instances;
  private final int primaries;
  private final Random random = new Random(1);

  private final int[] clients;
  private final int[] sessions; // watched at an instance
  private final double[] frames; // a second, of an instance
  private final double[] watched; // pairs of session and instance, at a primary
  private final double[] changed; // reads of changed sessions a second, at a primary
  private final double[] votes; // a second, of a primary

  ScaleModel(Load load, ScaleCosts costs, int instances, int primaries) {
    this.load = load;
    this.costs = costs;
    this.instances = instances;
    this.primaries = primaries;
    this.clients = new int[instances];
    this.sessions = new int[instances];
    this.frames = new double[instances];
    this.watched = new double[primaries];
    this.changed = new double[primaries];
    this.votes = new double[primaries];
    place();
  }

  private void place() {
    int count = (int) Math.max(1, Math.round(load.overlays / load.overlaysPerSession));
    double harmonic = 0;
    for (int i = 1; i <= count; i++) {
      harmonic += 1.0 / i;
    }
    int left = load.overlays;
    for (int i = 0; i < count && left > 0; i++) {
      int bucket = SessionKeys.bucket(new UUID(random.nextLong(), random.nextLong()));
      int primary = bucket * primaries / BUCKETS; // primaries have contiguous slots
      double rate = load.votesPerSecond / harmonic / (i + 1);
      votes[primary] += rate;
      // one for sure, and the others by chance, so that a mean of 2 has sessions with 1, 2, 3 …
      int watching =
          i == count - 1 ? left : Math.min(left, 1 + poisson(load.overlaysPerSession - 1));
      left -= watching;
      double changes = TICKS * (1 - Math.exp(-rate / TICKS));
      double framesEach = changes + 1 / KEEP_ALIVE_SECONDS;
      Set<Integer> at = new HashSet<>();
      for (int k = 0; k < watching; k++) {
        int instance = random.nextInt(instances);
        clients[instance]++;
        frames[instance] += framesEach;
        at.add(instance);
      }
      at.forEach(instance -> sessions[instance]++);
      watched[primary] += at.size();
      changed[primary] += at.size() * changes;
    }
  }

  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  Report report() {
    double[] cores = new double[instances];
    for (int i = 0; i < instances; i++) {
      cores[i] = frames[i] * costs.frameMicros / 1e6
          + sessions[i] * TICKS * costs.tickMicros / 1e6
          + load.votesPerSecond / instances * costs.voteMicros / 1e6;
    }
    // every tick of every instance asks every primary for the time, a batch, and what was reported
    // as changed
    double exchanges = instances * (double) TICKS;
    double[] redis = new double[primaries];
    for (int i = 0; i < primaries; i++) {
      redis[i] = (exchanges * (costs.redisExchangeMicros + 2 * costs.redisCommandMicros)
              + exchanges * batch() * costs.redisReadMicros
              + changed[i] * (costs.redisReadMicros + 2 * costs.redisCommandMicros)
              + votes[i] * costs.redisVoteMicros)
          / 1e6;
    }
    double redisMax = max(redis);
    double tick = tickMillis(redisMax);
    var report = new Report("scale")
        .given("overlays", load.overlays)
        .given("votes_per_second_wanted", load.votesPerSecond)
        .given("instances", instances)
        .given("primaries", primaries)
        .with("clients_max", (long) Arrays.stream(clients).max().orElse(0))
        .with("clients_max_to_mean", Arrays.stream(clients).max().orElse(0) / mean(clients))
        .with("instance_mib_max", Arrays.stream(clients).max().orElse(0) * costs.clientKib / 1_024)
        .with("instance_cores_max", max(cores))
        .with("redis_cores_max", redisMax)
        .with("redis_max_to_mean", redisMax / Arrays.stream(redis).average().orElse(1))
        .with("redis_exchanges_per_second", exchanges)
        .with("tick_ms", tick);
    instanceDies(report, cores);
    primaryDies(report, redisMax);
    return report.given("breaks", String.join(", ", breaks(max(cores), redisMax, tick)));
  }

  /** Sessions that a tick reads in turn at a primary: an MGET, which in a cluster has the sessions of one bucket. */
  private double batch() {
    return Math.min(costs.readChunk, mean(sessions) / (primaries == 1 ? 1 : BUCKETS));
  }

  /** One tick of an instance with a mean share: its part at the fullest primary, what waits there, and its own work. */
  private double tickMillis(double redis) {
    if (redis >= 1) {
      return 20 * TICK_MILLIS; // it grows without an end
    }
    double reads = batch() + max(changed) / instances / TICKS;
    double part = (costs.redisExchangeMicros + reads * costs.redisReadMicros) / 1_000;
    double waits = part * redis / (2 * (1 - redis)); // M/D/1
    return costs.roundTripMillis + part + waits + mean(sessions) * costs.tickMicros / 1_000;
  }

  private List<String> breaks(double cores, double redis, double tick) {
    var breaks = new ArrayList<String>();
    if (Arrays.stream(clients).max().orElse(0) > costs.maxClients) {
      breaks.add("clients");
    }
    if (cores > FULL * costs.instanceCores) {
      breaks.add("instance cpu");
    }
    if (redis > FULL) {
      breaks.add("redis cpu");
    }
    if (tick > TICK_MILLIS) {
      breaks.add("ticks");
    }
    return breaks;
  }

  private record Arrival(double at, int attempts) {}

  /** The fullest dies; its clients come back by the page's waits, to survivors that answer by the CPU they have left. */
  private void instanceDies(Report report, double[] cores) {
    if (instances == 1) {
      return;
    }
    int lost = Arrays.stream(clients).max().orElse(0);
    long room = (long) (instances - 1) * costs.maxClients - (load.overlays - lost);
    double spare = (instances - 1)
        * Math.max(0.05, costs.instanceCores - Arrays.stream(cores).average().orElse(0));
    double perStep = spare * STEP / (costs.handshakeMillis / 1_000);
    var arrivals = new PriorityQueue<Arrival>((one, other) -> Double.compare(one.at(), other.at()));
    for (int i = 0; i < lost; i++) {
      arrivals.add(new Arrival(backoff(0), 1));
    }
    var waiting = new ArrayDeque<Arrival>();
    var connected = new ArrayList<Double>();
    double budget = 0;
    for (double now = 0; now < WINDOW; now += STEP) {
      while (!arrivals.isEmpty() && arrivals.element().at() <= now) {
        waiting.add(arrivals.remove());
      }
      budget = Math.min(perStep, budget) + perStep;
      while (!waiting.isEmpty()) {
        var next = waiting.element();
        if (now - next.at() > FIRST_WORD) { // it gave up, and comes again
          waiting.remove();
          arrivals.add(new Arrival(now + backoff(next.attempts()), next.attempts() + 1));
        } else if (budget < 1) {
          break;
        } else {
          waiting.remove();
          budget--;
          if (connected.size() < room) {
            connected.add(now);
          } else { // 503
            arrivals.add(new Arrival(now + backoff(next.attempts()), next.attempts() + 1));
          }
        }
      }
    }
    report
        .with("instance_dies_clients", (long) lost)
        .with("instance_dies_back_p50_s", at(connected, 0.5, lost))
        .with("instance_dies_back_p99_s", at(connected, 0.99, lost))
        .with("instance_dies_not_back_in_60_s", (long) lost - connected.size());
  }

  private double backoff(int attempts) {
    return Math.min(
        LONGEST_WAIT,
        SHORTEST_WAIT
            + random.nextDouble()
                * Math.min(LONGEST_WAIT, SHORTEST_WAIT * Math.pow(2, Math.min(10, attempts))));
  }

  /** When that share of all was back; 60 if it was not. */
  private static double at(List<Double> sorted, double share, int all) {
    int index = (int) Math.ceil(share * all) - 1;
    return index >= 0 && index < sorted.size() ? sorted.get(index) : WINDOW;
  }

  /** The fullest dies; its votes wait or are sent again, and come on top when its replica takes over. */
  private void primaryDies(Report report, double redis) {
    double rate = max(votes);
    double held = rate * load.failoverSeconds;
    double spare = 1 - redis;
    double drained = spare <= 0 ? WINDOW : held * costs.redisVoteMicros / 1e6 / spare;
    report
        .with(
            "primary_dies_overlays",
            load.overlays * max(watched) / Arrays.stream(watched).sum())
        .with("primary_dies_degraded_s", load.failoverSeconds)
        .with("primary_dies_votes_held", held)
        .with("primary_dies_drained_after_s", Math.min(WINDOW, load.failoverSeconds + drained));
  }

  private static double mean(int[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }
}
