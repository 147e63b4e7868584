package dev.chatsway.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Instances that fail, each on a port that it keeps. */
final class NemesisInstances implements AutoCloseable {

  private final String redisUrl;
  private final List<Place> places = new ArrayList<>();

  /** Where an instance is, or will be again. */
  static final class Place {
    private final int port;
    private final List<Span> away = new CopyOnWriteArrayList<>();
    private volatile Instance instance;

    private Place(int port, Instance instance) {
      this.port = port;
      this.instance = instance;
    }

    Instance instance() {
      return instance;
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + port);
    }

    /** When it did not run. */
    List<Span> away() {
      return away;
    }
  }

  NemesisInstances(int count, String redisUrl) throws IOException {
    this.redisUrl = redisUrl;
    for (int i = 0; i < count; i++) {
      int port = RedisProcesses.freePort();
      places.add(new Place(port, Instance.start(redisUrl, port)));
    }
  }

  List<Place> places() {
    return places;
  }

  List<Fault> faults() {
    return List.of(
        Fault.of("instance_killed", random -> restart(random, true)),
        Fault.of("instance_stopped", random -> restart(random, false)),
        Fault.of("instance_paused", this::pause));
  }

  private void restart(Random random, boolean kill) throws IOException, InterruptedException {
    var place = places.get(random.nextInt(places.size()));
    long from = System.nanoTime();
    if (kill) {
      place.instance.process().signal("KILL");
    }
    place.instance.close();
    Thread.sleep(Fault.millis(random));
    place.instance = Instance.start(redisUrl, place.port);
    place.away.add(new Span(from, System.nanoTime()));
  }

  private void pause(Random random) throws IOException, InterruptedException {
    var place = places.get(random.nextInt(places.size()));
    long from = System.nanoTime();
    var process = place.instance.process();
    Fault.forAWhile(random, () -> process.signal("STOP"), () -> {
      place.away.add(new Span(from, System.nanoTime()));
      process.signal("CONT");
    });
  }

  @Override
  public void close() {
    places.forEach(place -> place.instance.close());
  }
}
