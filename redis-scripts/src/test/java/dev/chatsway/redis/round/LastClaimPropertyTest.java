package dev.chatsway.redis.round;

import static dev.chatsway.redis.round.Bar.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.webhook.Claim;
import dev.chatsway.redis.webhook.Delivery;
import dev.chatsway.redis.webhook.DeliveryResult;
import dev.chatsway.redis.webhook.LastClaim;
import dev.chatsway.redis.webhook.Webhooks;
import dev.chatsway.session.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Of two sessions with one history, one is claimed from at every step, the other only when its last claim is due: both send the same. */
final class LastClaimPropertyTest {

  private static final Duration CLAIM = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration GIVE_UP = Duration.ofSeconds(30);
  private static final DeliveryResult ARRIVED = new DeliveryResult(200, "");
  private static final DeliveryResult REFUSED = new DeliveryResult(500, "it answered 500");

  private static Bar.World world;
  private static Webhooks webhooks;

  /** What happens, so long after the step before. */
  record Step(What what, double seconds) {}

  enum What {
    FOR,
    AGAINST,
    NOTHING,
    OPEN,
    CLOSE,
    RESET,
    UNDO,
    ALERT_AT_30,
    NO_ALERT,
    RECEIVER_DOWN,
    RECEIVER_DEAD,
    RECEIVER_UP,
    ADD,
    REMOVE,
    ENABLE,
    CLOCK_BACK
  }

  @BeforeContainer
  static void start() {
    world = Bar.World.start();
    webhooks = new Webhooks(world.calls());
  }

  @AfterContainer
  static void stop() {
    world.close();
  }

  @Property(tries = 300)
  void aClaimThatIsNotDueWouldFindNothing(
      @ForAll("histories") List<Step> history,
      @ForAll boolean isHeld,
      @ForAll("shown") int shown,
      @ForAll("scales") String scale) {
    var always = new Bar(world, settings(scale));
    var whenDue = new Bar(world, settings(scale));
    String round =
        "{'seconds':6,'resultSeconds':" + shown + (isHeld ? ",'winAt':50,'holdSeconds':2}" : "}");
    both(always, whenDue, LastClaimPropertyTest::add);
    var receiver = new Receiver();
    @Nullable LastClaim last = null;
    double now = 0;

    for (Step step : history) {
      now += step.what() == What.CLOCK_BACK ? -Math.min(now, 0.4) : step.seconds();
      always.at(now);
      whenDue.at(now);
      both(always, whenDue, bar -> act(step.what(), bar, round));
      receiver.answer(step.what());

      var sent = new ArrayList<String>();
      while (!claim(always, receiver, sent).deliveries().isEmpty()) {
        // more may be due
      }
      var sentWhenDue = new ArrayList<String>();
      var before = whenDue.live();
      if (last == null || last.isDue(before)) {
        Claim claim;
        do {
          claim = claim(whenDue, receiver, sentWhenDue);
        } while (!claim.deliveries().isEmpty());
        last = new LastClaim(before, claim);
      }
      assertThat(sentWhenDue).as("%s at %s", step, now).isEqualTo(sent);
    }
  }

  /** Claims, and delivers. */
  private static Claim claim(Bar bar, Receiver receiver, List<String> sent) {
    var claim = get(webhooks.claim(bar.id(), CLAIM));
    for (Delivery each : claim.deliveries()) {
      sent.add(each.webhook().number() + " " + each.message());
      if (receiver.result != null) {
        get(webhooks.finish(each, receiver.result, PAUSE, GIVE_UP));
      }
    }
    return claim;
  }

  private static void act(What what, Bar bar, String round) {
    switch (what) {
      case FOR -> bar.vote(Side.FOR);
      case AGAINST -> bar.vote(Side.AGAINST);
      case OPEN -> bar.open(round);
      case CLOSE -> bar.close();
      case RESET -> bar.reset();
      case UNDO -> bar.undo();
      case ALERT_AT_30 -> bar.patch("{'settings':{'alertAt':30}}");
      case NO_ALERT -> bar.patch("{'settings':{'alertAt':0}}");
      case ADD -> add(bar);
      case REMOVE ->
        get(webhooks.list(bar.id()))
            .targets()
            .forEach(each -> get(webhooks.remove(bar.id(), each.number())));
      case ENABLE ->
        get(webhooks.list(bar.id()))
            .targets()
            .forEach(each -> get(webhooks.enable(bar.id(), each.number())));
      case NOTHING, RECEIVER_DOWN, RECEIVER_DEAD, RECEIVER_UP, CLOCK_BACK -> {}
    }
  }

  private static void add(Bar bar) {
    get(webhooks.add(bar.id(), "https://receiver.example/hook"));
  }

  private static void both(Bar one, Bar other, Consumer<Bar> action) {
    action.accept(one);
    action.accept(other);
  }

  private static String settings(String scale) {
    return "'decayRate':0.2,'voteDelta':20,'alertAt':50,'alertSeconds':2,'scale':'" + scale + "'";
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(6, What.FOR),
                Tuple.of(3, What.AGAINST),
                Tuple.of(6, What.NOTHING),
                Tuple.of(3, What.OPEN),
                Tuple.of(1, What.CLOSE),
                Tuple.of(1, What.RESET),
                Tuple.of(1, What.UNDO),
                Tuple.of(1, What.ALERT_AT_30),
                Tuple.of(1, What.NO_ALERT),
                Tuple.of(1, What.RECEIVER_DOWN),
                Tuple.of(1, What.RECEIVER_DEAD),
                Tuple.of(2, What.RECEIVER_UP),
                Tuple.of(1, What.ADD),
                Tuple.of(1, What.REMOVE),
                Tuple.of(1, What.ENABLE),
                Tuple.of(1, What.CLOCK_BACK)),
            Arbitraries.of(0.0, 0.1, 0.5, 1.0, 3.0, 10.0, 20.0))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Integer> shown() {
    return Arbitraries.of(0, 1, 4);
  }

  @Provide
  Arbitrary<String> scales() {
    return Arbitraries.of("sum", "share", "auto");
  }

  /** Answers as the last step says; one that is dead is never finished with. */
  private static final class Receiver {
    private @Nullable DeliveryResult result = ARRIVED;

    void answer(What step) {
      switch (step) {
        case RECEIVER_DOWN -> result = REFUSED;
        case RECEIVER_DEAD -> result = null;
        case RECEIVER_UP -> result = ARRIVED;
        default -> {}
      }
    }
  }
}
