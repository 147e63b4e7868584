package dev.chatsway.gateway.studio;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StudioSignInTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final String SECRET = "a".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8790, http://127.0.0.1:8790, chatsway-studio, /, ''",
    "http://127.0.0.1:8790/bar, http://127.0.0.1:8790, chatsway-studio, /bar, ''",
    "https://bar.example, https://bar.example, __Host-chatsway-studio, /, '; Secure'",
    "https://bar.example/a/b, https://bar.example, __Secure-chatsway-studio, /a/b, '; Secure'",
    // not by the public address: whoever runs it, on the machine itself
    "https://bar.example/bar, http://127.0.0.1:8790, chatsway-studio, /, ''",
    "https://bar.example.org, https://bar.example, __Host-chatsway-studio, /, '; Secure'"
  })
  void theCookieIsAsNarrowAsThePagesAddressAllows(
      String base, String origin, String name, String path, String secure) {
    var cookie = StudioCookie.at(origin, base);
    String attributes = "; HttpOnly; SameSite=Strict" + secure;

    assertThat(cookie.signIn(SECRET, DAY))
        .isEqualTo(name + "=" + SECRET + "; Path=" + path + "; Max-Age=86400" + attributes);
    assertThat(cookie.signOut()).isEqualTo(name + "=; Path=" + path + "; Max-Age=0" + attributes);
  }

  @Test
  void aPlainCookieBesideAPrefixedOneIsNone() {
    String other = SECRET.replace('a', 'b');

    assertThat(secrets("chatsway-studio=" + SECRET)).containsExactly(SECRET);
    assertThat(secrets("chatsway-studio=" + other + "; __Host-chatsway-studio=" + SECRET))
        .containsExactly(SECRET);
    assertThat(secrets("__Secure-chatsway-studio=; chatsway-studio=" + SECRET)).isEmpty();
    assertThat(secrets("chatsway-studio=" + other + "; chatsway-studio=" + SECRET))
        .containsExactly(other, SECRET);
    assertThat(secrets("chatsway-studio=short; other=" + SECRET)).isEmpty();
  }

  @Test
  void aCodeIsGoodUntilItsEndOnly() {
    var settings = new StudioSettings("code", Duration.ofHours(1), DAY, DAY);
    var clock = new SteppingClock();
    var late = new SignInCodes("code", clock, settings);
    var early = new SignInCodes("code", clock, settings);

    clock.now = NOON.plus(Duration.ofHours(1)).minusSeconds(1);
    assertThat(early.redeem("code")).isTrue();
    clock.now = NOON.plus(Duration.ofHours(1));
    assertThat(late.redeem("code")).isFalse();

    String fresh = late.fresh();
    assertThat(late.redeem(fresh)).isTrue();
    assertThat(late.redeem(fresh)).isFalse();
    late.giveBack(fresh);
    assertThat(late.redeem(fresh)).isTrue();
    assertThat(late.redeem("")).isFalse();
  }

  private static List<String> secrets(String cookies) {
    return StudioCookie.secrets(
        HttpRequest.create().addHeader(HttpHeader.parse("Cookie", cookies)));
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
