package dev.chatsway.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::"
      })
  void whatIsNotOnePublicHostIsRefused(String address) throws UnknownHostException {
    assertThat(TargetPolicy.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"})
  void whatIsPublicIsNot(String address) throws UnknownHostException {
    assertThat(TargetPolicy.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "auto, 8.8.8.8, true",
    "auto, 127.0.0.1, false",
    "public, 10.0.0.1, false",
    "loopback, 127.0.0.2, true",
    "loopback, 8.8.8.8, false",
    "'public, loopback', ::1, true",
    "any, 169.254.169.254, true",
    "off, 8.8.8.8, false",
    "'bot.example, 10.0.0.1', 10.0.0.1, true",
    "bot.example, 8.8.8.8, false"
  })
  void anAddressIsAllowedAsTheOperatorSays(String setting, String address, boolean isAllowed)
      throws UnknownHostException {
    var policy = TargetPolicy.parse(setting);

    assertThat(policy.mayAllow(address)).isEqualTo(isAllowed);
    assertThat(policy.choose(address, InetAddress.getAllByName(address)).isPresent())
        .isEqualTo(isAllowed);
  }

  @Test
  void aNameThatLeadsToAPrivateAddressIsRefusedUnlessTheOperatorNamedIt()
      throws UnknownHostException {
    InetAddress[] inside = {InetAddress.getByName("10.0.0.1")};

    assertThat(TargetPolicy.parse("public").choose("bot.example", inside)).isEmpty();
    assertThat(TargetPolicy.parse("public, Bot.Example").choose("bot.example", inside))
        .contains(inside[0]);
    InetAddress[] both = {inside[0], InetAddress.getByName("8.8.8.8")};
    assertThat(TargetPolicy.parse("public").choose("bot.example", both)).contains(both[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "off, public", "public;loopback", "http://bot.example", "a:80"})
  void aSettingThatIsNoneIsRefused(String setting) {
    var config = ConfigFactory.parseString(
            "chatsway.gateway.webhooks.targets = \"" + setting + "\"")
        .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> WebhookSettings.from(config))
        .hasMessage("chatsway.gateway.webhooks.targets is \"" + setting + "\"; allowed: "
            + TargetPolicy.ALLOWED);
  }

  @Test
  void theDefaultsAreThoseOfTheInterface() {
    assertThat(WebhookSettings.from(ConfigFactory.load()))
        .isEqualTo(new WebhookSettings(
            TargetPolicy.parse("public"),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofHours(24),
            64));
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    var settings = WebhookSettings.from(ConfigFactory.load());

    assertThat(settings.limit(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.limit(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.limit(10)).isEqualTo(Duration.ofSeconds(2_560));
    assertThat(settings.limit(11)).isEqualTo(Duration.ofHours(1));
    assertThat(settings.limit(1_000)).isEqualTo(Duration.ofHours(1));
  }
}
