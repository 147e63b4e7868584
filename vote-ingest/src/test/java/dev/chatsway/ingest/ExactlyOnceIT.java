package dev.chatsway.ingest;

import static dev.chatsway.ingest.IngestServer.get;
import static dev.chatsway.ingest.IngestServer.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Two instances on one Redis, held against a model: whatever comes, how often and to whom, each message counts once. */
final class ExactlyOnceIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final List<IngestServer> INSTANCES =
      List.of(IngestServer.start(REDIS, ""), IngestServer.start(REDIS, ""));

  /** One delivery: maybe a message's first, maybe its fifth. */
  record Delivery(int instance, int voter, int message, boolean pro) {

    Sent sent(Session session) {
      return Sent.bearer(
          session.voteToken(),
          "{'id':'" + message + "','voter':'" + voter + "','text':'" + (pro ? "yes" : "no") + "'}");
    }
  }

  /** What a session is, in a few lines: ids that were answered, voters who have voted, and the clamped sum. */
  private static final class Model {
    private final Set<Integer> answered = new HashSet<>();
    private final Set<Integer> voted = new HashSet<>();
    private double value;

    String expect(Delivery delivery, boolean debounced) {
      if (!answered.add(delivery.message)) {
        return "duplicate";
      }
      if (debounced && !voted.add(delivery.voter)) {
        return "debounced";
      }
      value = Math.max(-100, Math.min(100, value + (delivery.pro ? 10 : -10)));
      return "ok";
    }
  }

  @AfterContainer
  static void stop() {
    INSTANCES.forEach(IngestServer::close);
    REDIS.close();
  }

  @Property(tries = 40)
  void oneAfterTheOtherEveryAnswerIsTheModels(
      @ForAll("deliveries") List<Delivery> deliveries, @ForAll boolean debounced) {
    var session = session(debounced);
    var model = new Model();

    for (var delivery : deliveries) {
      var answer = INSTANCES.get(delivery.instance).send(delivery.sent(session));
      assertThat(status(answer.body())).isEqualTo(model.expect(delivery, debounced));
    }

    assertThat(INSTANCES.get(0).live(session).value()).isEqualTo(model.value);
  }

  @Property(tries = 40)
  void allAtOnceEachMessageIsCountedByOneOfItsDeliveries(
      @ForAll("deliveries") List<Delivery> deliveries) {
    var session = session(false);

    var underWay = deliveries.stream()
        .map(delivery -> INSTANCES.get(delivery.instance).sendAsync(delivery.sent(session)))
        .toList();
    var counted = new ArrayList<Delivery>();
    for (int i = 0; i < deliveries.size(); i++) {
      var status = status(get(underWay.get(i)).body());
      assertThat(status).isIn("ok", "duplicate");
      if (status.equals("ok")) {
        counted.add(deliveries.get(i));
      }
    }

    assertThat(counted)
        .extracting(Delivery::message)
        .containsExactlyInAnyOrderElementsOf(
            deliveries.stream().map(Delivery::message).distinct().toList());
    long pro = counted.stream().filter(Delivery::pro).count();
    var live = INSTANCES.get(0).live(session);
    assertThat(live.forTally()).isEqualTo((double) pro);
    assertThat(live.againstTally()).isEqualTo((double) (counted.size() - pro));
    assertThat(live.revision()).isEqualTo(1 + counted.size());
  }

  private static Session session(boolean debounced) {
    var session = INSTANCES.get(0).session("", "");
    return debounced ? INSTANCES.get(0).change(session, "'debounceMillis':60000") : session;
  }

  private static String status(String body) {
    return read(body).path("results").path(0).path("status").asString();
  }

  @Provide
  Arbitrary<List<Delivery>> deliveries() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 25),
            Arbitraries.of(true, false))
        .as(Delivery::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }
}
