package dev.chatsway.redis.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.SetParams;

final class SignInsTest {

  private static final UUID SESSION = UUID.randomUUID();
  private static final Duration IDLE = Duration.ofHours(12);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final RedisServer redis = RedisServer.start();
  private final RedisCommands calls = redis.calls();
  private final SignIns here = new SignIns(calls, IDLE, LONGEST);
  private final SignIns there = new SignIns(calls, IDLE, LONGEST);

  @AfterEach
  void stop() {
    calls.close();
    redis.close();
  }

  @Test
  void anyInstanceKnowsASignInUntilItIsEnded() {
    var begun = get(here.begin(Principal.of(SESSION), "mark"));

    assertThat(get(there.use(begun.secret()))).contains(begun.signIn());
    assertThat(begun.signIn().principal().session()).isEqualTo(SESSION);
    assertThat(get(there.end(begun.signIn()))).isTrue();
    assertThat(get(here.use(begun.secret()))).isEmpty();
    assertThat(get(here.end(begun.signIn()))).isFalse();
    assertThat(redis.client().keys("chatsway:sign-in*")).isEmpty();
  }

  @Test
  void redisHoldsNoSecretAndTheIdIsNone() {
    var begun = get(here.begin(Principal.ADMIN, "mark"));

    assertThat(redis.client().keys("*")).noneMatch(key -> key.contains(begun.secret()));
    assertThat(redis.client().get(key(begun.signIn()))).doesNotContain(begun.secret());
    assertThat(get(here.use(begun.signIn().id()))).isEmpty();
    assertThat(get(here.use(""))).isEmpty();
  }

  @Test
  void theListsOfTheAdminAndOfEachSessionAreApart() {
    var admin = get(here.begin(Principal.ADMIN, "a"));
    var first = get(here.begin(Principal.of(SESSION), "b"));
    var other = get(here.begin(Principal.of(UUID.randomUUID()), "c"));

    assertThat(get(there.of(Principal.ADMIN))).containsExactly(admin.signIn());
    assertThat(get(there.of(Principal.of(SESSION)))).containsExactly(first.signIn());
    get(there.endAll(Principal.of(SESSION)));
    assertThat(get(here.use(first.secret()))).isEmpty();
    assertThat(get(here.use(other.secret()))).isPresent();
    assertThat(get(here.use(admin.secret()))).isPresent();
  }

  @Test
  void itEndsWhenItIsIdleForTooLongAndUseKeepsItUpUntilTheLastDay() {
    var begun = get(here.begin(Principal.of(SESSION), "mark"));
    assertThat(left(begun)).isBetween(IDLE.minusMinutes(1), IDLE);

    age(begun, Duration.ofHours(11), Duration.ofHours(11), Duration.ofHours(1));
    assertThat(get(here.use(begun.secret()))).isPresent();
    assertThat(left(begun)).isBetween(IDLE.minusMinutes(1), IDLE);
    assertThat(get(here.of(Principal.of(SESSION))).get(0).lastUsed())
        .isAfter(Instant.now().minus(Duration.ofMinutes(5)));

    age(begun, LONGEST.minusHours(1), Duration.ofHours(2), Duration.ofHours(10));
    assertThat(get(here.use(begun.secret()))).isPresent();
    assertThat(left(begun)).isLessThanOrEqualTo(Duration.ofHours(1));

    age(begun, LONGEST, Duration.ofHours(2), Duration.ofHours(10));
    assertThat(get(here.use(begun.secret()))).isEmpty();
  }

  @Test
  void manyRequestsWithinAMinuteWriteNothing() {
    var begun = get(here.begin(Principal.of(SESSION), "mark"));
    String before = redis.client().get(key(begun.signIn()));

    for (int i = 0; i < 20; i++) {
      get(here.use(begun.secret()));
    }

    assertThat(redis.client().get(key(begun.signIn()))).isEqualTo(before);
  }

  @Test
  void anExpiredOneIsListedNoMore() {
    var begun = get(here.begin(Principal.of(SESSION), "mark"));
    redis.client().del(key(begun.signIn()));

    assertThat(get(here.of(Principal.of(SESSION)))).isEmpty();
    assertThat(redis.client().zcard("chatsway:sign-ins:" + SESSION)).isZero();
  }

  @Test
  void withOneTooManyTheOldestEnds() {
    var all = new ArrayList<SignIns.Begun>();
    for (int i = 0; i <= SignIns.MOST; i++) {
      all.add(get(here.begin(Principal.of(SESSION), "mark")));
    }

    assertThat(get(here.of(Principal.of(SESSION)))).hasSize(SignIns.MOST);
    var live =
        all.stream().filter(each -> get(here.use(each.secret())).isPresent()).toList();
    assertThat(live).hasSize(SignIns.MOST).contains(all.get(SignIns.MOST));
  }

  /** As if it had begun and been used so long ago, with so much time left. */
  private void age(SignIns.Begun begun, Duration since, Duration used, Duration left) {
    var now = Instant.now();
    var old = new SignIn(
        begun.signIn().id(), Principal.of(SESSION), "mark", now.minus(since), now.minus(used));
    redis.client().set(key(old), old.toRecord(), SetParams.setParams().px(left.toMillis()));
  }

  private Duration left(SignIns.Begun begun) {
    return Duration.ofMillis(redis.client().pttl(key(begun.signIn())));
  }

  private static String key(SignIn signIn) {
    return "chatsway:sign-in:" + signIn.id();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
