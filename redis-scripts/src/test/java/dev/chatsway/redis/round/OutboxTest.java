package dev.chatsway.redis.round;

import static dev.chatsway.redis.round.Bar.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.webhook.Delivery;
import dev.chatsway.redis.webhook.DeliveryResult;
import dev.chatsway.redis.webhook.Webhook;
import dev.chatsway.redis.webhook.Webhooks;
import dev.chatsway.session.Side;
import dev.chatsway.session.VoteStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What leaves a session as webhooks, and what becomes of it, on a clock that the test sets. */
final class OutboxTest {

  private static final Duration CLAIM = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration DAY = Duration.ofDays(1);
  private static final DeliveryResult ARRIVED = new DeliveryResult(200, "");
  private static final DeliveryResult REFUSED = new DeliveryResult(500, "it answered 500");
  private static final String URL = "https://receiver.example/hook";

  private static final Bar.World WORLD = Bar.World.start();
  private static final Webhooks WEBHOOKS = new Webhooks(WORLD.calls());

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void aRoundThatNobodyReadsIsDecidedByTheClaimAndLeavesAsTwoMessages() {
    var bar = bar();
    bar.open("{'question':'Jump?','for':'Jump','seconds':10}");
    bar.at(1).vote(Side.FOR);

    var opened = arrived(bar.at(2));
    assertThat(opened.message().path("type").asString()).isEqualTo("round.opened");
    assertThat(opened.message().path("question").asString()).isEqualTo("Jump?");
    assertThat(opened.message().path("endsAt").asLong())
        .isEqualTo((long) (Bar.START / 1e3) + 10_000);
    assertThat(claim(bar.at(9.9))).isEmpty();

    var decided = arrived(bar.at(10));
    assertThat(decided.message().path("type").asString()).isEqualTo("round.decided");
    assertThat(decided.message().path("winner").asString()).isEqualTo("for");
    assertThat(decided.message().path("forVotes").asLong()).isEqualTo(1);
    assertThat(decided.id()).isEqualTo("msg_" + bar.id() + "_2");
    assertThat(claim(bar.at(11))).isEmpty();
    assertThat(bar.read().results()).hasSize(1);
  }

  @Test
  void roundsThatWereOpenedAndDecidedBetweenTwoClaimsLeaveInTheirOrder() {
    var bar = bar();
    for (int i = 0; i < 3; i++) {
      bar.open("{'resultSeconds':0}");
      bar.close();
    }

    assertThat(
            List.of(arrived(bar), arrived(bar), arrived(bar), arrived(bar), arrived(bar)).stream()
                .map(each -> each.message().path("type").asString()
                    + each.message().path("number").asInt()))
        .containsExactly(
            "round.opened1", "round.decided1", "round.opened2", "round.decided2", "round.opened3");
    assertThat(arrived(bar).message().path("number").asInt()).isEqualTo(3);
    assertThat(claim(bar)).isEmpty();
  }

  @Test
  void aTargetIsSentNothingFromBeforeItWasAdded() {
    var bar = new Bar(WORLD, "");
    bar.open("{'resultSeconds':0}");
    bar.close();
    bar.open("{}");
    add(bar);

    assertThat(claim(bar)).isEmpty();
    bar.close();
    assertThat(arrived(bar).message().path("type").asString()).isEqualTo("round.decided");
  }

  @Test
  void aRoundThatAResetTookIsNotDecidedUnlessTheResetIsUndone() {
    var bar = bar();
    bar.open("{'seconds':8}");
    bar.vote(Side.AGAINST);
    arrived(bar.at(1));
    bar.reset();
    assertThat(claim(bar.at(2))).isEmpty();

    bar.undo();

    assertThat(arrived(bar.at(9)).message().path("winner").asString()).isEqualTo("against");
  }

  @Test
  void aClaimThatNobodyFinishesRunsOutAndTheMessageKeepsItsId() {
    var bar = withResult();
    var first = claim(bar).get(0);

    assertThat(claim(bar.at(14.9))).isEmpty();
    var second = claim(bar.at(15)).get(0);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.message()).isEqualTo(first.message());
    finish(second, ARRIVED);
    finish(first, REFUSED); // the first instance was only slow: it arrived, whatever it says
    assertThat(claim(bar.at(16))).hasSize(1);
    assertThat(target(bar).failures()).isZero();
  }

  @Test
  void whatFailedIsTriedAgainAfterItsPauseWhileAnotherTargetGoesOn() {
    var bar = withResult();
    add(bar);
    var failed = claim(bar).get(0);
    finish(failed, REFUSED);
    assertThat(target(bar).failures()).isEqualTo(1);
    assertThat(target(bar).lastStatus()).isEqualTo(500);
    assertThat(target(bar).lastError()).isEqualTo("it answered 500");

    assertThat(claim(bar.at(4.9))).isEmpty();
    var again = claim(bar.at(5));

    assertThat(again).extracting(Delivery::id).containsExactly(failed.id());
    finish(again.get(0), ARRIVED);
    assertThat(target(bar).failures()).isZero();
    assertThat(target(bar).lastError()).isEmpty();
  }

  @Test
  void aTargetThatFailedForADayIsSwitchedOffUntilItIsSwitchedOn() {
    var bar = withResult();
    finish(claim(bar).get(0), REFUSED);
    finish(claim(bar.at(86_399)).get(0), REFUSED);
    assertThat(target(bar).off()).isEmpty();
    finish(claim(bar.at(86_405)).get(0), REFUSED);

    assertThat(target(bar).off()).isEqualTo("failing");
    assertThat(claim(bar.at(90_000))).isEmpty();

    assertThat(get(WEBHOOKS.enable(bar.id(), target(bar).number()))).isTrue();
    assertThat(claim(bar)).isEmpty();
    bar.open("{}");
    assertThat(arrived(bar).message().path("number").asInt()).isEqualTo(2);
  }

  @Test
  void aTargetThatSaysItIsGoneIsSwitchedOffAtOnce() {
    var bar = withResult();
    finish(claim(bar).get(0), new DeliveryResult(410, "it answered 410"));

    assertThat(target(bar).off()).isEqualTo("gone");
    assertThat(claim(bar.at(100))).isEmpty();
  }

  @Test
  void onlyTheLastHundredWaitAndWhatFellOutIsCounted() {
    var bar = bar();
    for (int i = 0; i < 60; i++) {
      bar.open("{'resultSeconds':0}");
      bar.close();
      claim(bar.at(i * 20)); // never finished
    }

    assertThat(claim(bar.at(2_000)).get(0).sequence()).isEqualTo(21);
    assertThat(target(bar).skipped()).isEqualTo(20);
    assertThat(WORLD.redis().client().llen(new String(SessionKeys.of(bar.id()).outbox(), US_ASCII)))
        .isEqualTo(100);
  }

  @Test
  void aSessionHasThreeTargetsAtMostAndNumbersAreNotUsedAgain() {
    var bar = bar();
    add(bar);
    add(bar);
    assertThat(get(WEBHOOKS.add(bar.id(), URL)).status()).isEqualTo(VoteStatus.LIMITED);

    assertThat(get(WEBHOOKS.remove(bar.id(), 2))).isTrue();
    assertThat(get(WEBHOOKS.remove(bar.id(), 2))).isFalse();
    assertThat(add(bar).number()).isEqualTo(4);
    assertThat(
            get(WEBHOOKS.list(bar.id())).targets().stream().map(Webhook::secret).distinct())
        .hasSize(3);
  }

  @Test
  void aDeletedSessionLeavesNothingBehind() {
    var bar = withResult();
    claim(bar);

    get(bar.sessions().delete(bar.id()));

    assertThat(claim(bar)).isEmpty();
    assertThat(get(WEBHOOKS.sessions())).doesNotContain(bar.id());
    assertThat(WORLD.redis().client().keys("*" + bar.id()))
        .containsExactly(new String(SessionKeys.of(bar.id()).live(), US_ASCII));
    assertThat(get(WEBHOOKS.add(bar.id(), URL)).status()).isEqualTo(VoteStatus.NO_SESSION);
    assertThat(get(WEBHOOKS.add(UUID.randomUUID(), URL)).status()).isEqualTo(VoteStatus.NO_SESSION);
  }

  @Test
  void aThresholdThatIsHeldLeavesOnceUntilTheValueWasWellBelowIt() {
    var bar = bar("'decayRate':0,'voteDelta':10,'alertAt':40,'alertSeconds':3,'forLabel':'Jump'");
    bar.votes(Side.FOR, 4);
    assertThat(claim(bar.at(2.9))).isEmpty();

    var reached = arrived(bar.at(3)).message();
    assertThat(reached.path("type").asString()).isEqualTo("threshold.reached");
    assertThat(reached.path("side").asString()).isEqualTo("for");
    assertThat(reached.path("label").asString()).isEqualTo("Jump");
    assertThat(reached.path("value").asDouble()).isEqualTo(40);
    assertThat(claim(bar.at(10))).isEmpty();

    bar.vote(Side.AGAINST, 0.3); // 37: not below nine tenths
    assertThat(claim(bar.at(11))).isEmpty();
    bar.vote(Side.FOR, 0.3);
    assertThat(claim(bar.at(20))).isEmpty();

    bar.vote(Side.AGAINST, 1);
    assertThat(claim(bar.at(21))).isEmpty();
    bar.vote(Side.FOR, 1);
    assertThat(claim(bar.at(22))).isEmpty();
    assertThat(arrived(bar.at(24)).message().path("type").asString())
        .isEqualTo("threshold.reached");
  }

  @Test
  void whatFallsBelowAThresholdTooSoonOrIsHeldByTheOtherSideIsAnotherCrossing() {
    var bar = bar("'decayRate':0,'voteDelta':10,'alertAt':40,'alertSeconds':3");
    bar.votes(Side.FOR, 4);
    assertThat(claim(bar.at(1))).isEmpty();
    bar.vote(Side.AGAINST);
    assertThat(claim(bar.at(2))).isEmpty();
    bar.vote(Side.FOR);
    assertThat(claim(bar.at(4.9))).isEmpty();
    assertThat(arrived(bar.at(5)).message().path("side").asString()).isEqualTo("for");

    bar.votes(Side.AGAINST, 8);
    assertThat(claim(bar.at(7.9))).isEmpty();
    assertThat(arrived(bar.at(8)).message().path("side").asString()).isEqualTo("against");
  }

  @Test
  void aThresholdThatTwoInstancesLookAtAtOnceLeavesOnce() {
    var bar = bar("'decayRate':0,'voteDelta':100,'alertAt':80,'alertSeconds':0");
    bar.vote(Side.FOR);

    var both = List.of(WEBHOOKS.claim(bar.id(), CLAIM), WEBHOOKS.claim(bar.id(), CLAIM));

    assertThat(both.stream().flatMap(each -> get(each).deliveries().stream())).hasSize(1);
    assertThat(get(WEBHOOKS.list(bar.id())).noted()).isEqualTo(1);
  }

  private static Bar bar() {
    return bar("");
  }

  private static Bar bar(String settings) {
    var bar = new Bar(WORLD, settings);
    add(bar);
    return bar;
  }

  /** One whose round was decided, with both messages due. */
  private static Bar withResult() {
    var bar = bar();
    bar.open("{'resultSeconds':0}");
    bar.close();
    return bar;
  }

  private static Webhook add(Bar bar) {
    return get(WEBHOOKS.add(bar.id(), URL)).webhook().orElseThrow();
  }

  private static Webhook target(Bar bar) {
    return get(WEBHOOKS.list(bar.id())).targets().get(0);
  }

  private static List<Delivery> claim(Bar bar) {
    return get(WEBHOOKS.claim(bar.id(), CLAIM)).deliveries();
  }

  private static Delivery arrived(Bar bar) {
    var claimed = claim(bar);
    assertThat(claimed).hasSize(1);
    finish(claimed.get(0), ARRIVED);
    return claimed.get(0);
  }

  private static void finish(Delivery delivery, DeliveryResult result) {
    get(WEBHOOKS.finish(delivery, result, PAUSE, DAY));
  }
}
