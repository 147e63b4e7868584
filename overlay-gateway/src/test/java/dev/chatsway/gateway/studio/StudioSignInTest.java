package dev.chatsway.gateway.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StudioSignInTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Principal ADMIN = new Principal.Admin();

  @Test
  void aCookieSignsInUntilItsEndAndNotAfterIt() {
    var value = value(cookie("token", NOON).signIn(ADMIN, false));

    assertThat(cookie("token", NOON.plus(DAY).minusSeconds(1)).visitor(value)).contains(ADMIN);
    assertThat(cookie("token", NOON.plus(DAY)).visitor(value)).isEmpty();
  }

  @Test
  void anotherAdminTokenEndsEverySignIn() {
    var value = value(cookie("token", NOON).signIn(ADMIN, false));

    assertThat(cookie("other", NOON).visitor(value)).isEmpty();
  }

  @Test
  void anOwnersCookieNamesTheSessionAndAMarkThatIsNotTheToken() {
    var cookie = cookie("token", NOON);
    var owner = new Principal.Owner(UUID.randomUUID(), cookie.mark("owner-token"));

    var header = cookie.signIn(owner, false);

    assertThat(header).doesNotContain("owner-token");
    assertThat(cookie.visitor(value(header))).contains(owner);
    assertThat(cookie.mark("owner-token2")).isNotEqualTo(owner.mark());
  }

  @Test
  void behindHttpsACookieIsNeverSentInTheClear() {
    assertThat(cookie("token", NOON).signIn(ADMIN, true)).endsWith("; Secure");
    assertThat(cookie("token", NOON).signOut(true)).contains("Max-Age=0").endsWith("; Secure");
  }

  @Test
  void aCodeIsGoodUntilItsEndOnly() {
    var settings = new StudioSettings("code", Duration.ofHours(1), DAY);
    var clock = new SteppingClock();
    var late = new SignInCode("code", clock, settings);
    var early = new SignInCode("code", clock, settings);

    clock.now = NOON.plus(Duration.ofHours(1)).minusSeconds(1);
    assertThat(early.redeem("code")).isTrue();
    clock.now = NOON.plus(Duration.ofHours(1));
    assertThat(late.redeem("code")).isFalse();
  }

  private static StudioCookie cookie(String adminToken, Instant now) {
    return new StudioCookie(adminToken, Clock.fixed(now, ZoneOffset.UTC), DAY);
  }

  private static String value(String header) {
    return header.replaceFirst(";.*", "").replaceFirst("^[^=]*=", "");
  }

  /** Stands still until it is set. */
  private static final class SteppingClock extends Clock {
    private Instant now = NOON;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
