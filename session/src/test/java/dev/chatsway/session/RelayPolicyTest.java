package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.session.json.InvalidFieldsException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class RelayPolicyTest {

  private static final String SECRET = "a secret of all instances";
  private static final String URL = "ws://127.0.0.1:8080/";

  @ParameterizedTest
  @CsvSource({
    "auto, ws://127.0.0.1:8080/, false",
    "off, ws://127.0.0.1:8080/, false",
    "loopback, ws://127.0.0.1:8080/, true",
    "loopback, ws://127.9.9.9/, true",
    "loopback, ws://LOCALHOST:8080/, true",
    "loopback, ws://[::1]:8080/, true",
    "loopback, ws://127.0.0.1.example.com/, false",
    "loopback, ws://localhost.example.com/, false",
    "loopback, ws://192.168.0.7/, false",
    "loopback, ws://[::ffff:127.0.0.1]/, false",
    "loopback, wss://io.socialstream.ninja/join/a/4, false",
    "'loopback, IO.socialstream.ninja', wss://io.socialstream.ninja/join/a/4, true",
    "io.socialstream.ninja, ws://127.0.0.1:8080/, false",
    "192.168.0.7, ws://192.168.0.7:8080/, true",
  })
  void onlyHostsThatTheOperatorNamesAreAllowed(String targets, String url, boolean isAllowed) {
    assertThat(new RelayPolicy(targets, SECRET).allows(URI.create(url))).isEqualTo(isAllowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "off,loopback", "ws://127.0.0.1:8080/", "loopback,", "a b"})
  void aSettingThatIsNoListIsRefused(String targets) {
    assertThatThrownBy(() -> new RelayPolicy(targets, SECRET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/",
        "ws:///",
        "ws://user:hush@127.0.0.1/",
        "ws://127.0.0.1/#part",
        "127.0.0.1:8080",
        "ws://127.0.0.1/ü",
        "ws://a b/",
      })
  void whatIsNoBareUrlOfAWebSocketIsNone(String text) {
    assertThat(RelayPolicy.parse(text)).isEmpty();
  }

  @Test
  void aPasswordIsReadWithTheSameSecretAndUrlOnly() {
    var policy = new RelayPolicy("loopback", SECRET);
    String sealed = policy.seal("hush", URL);

    assertThat(sealed).doesNotContain("hush").isNotEqualTo(policy.seal("hush", URL));
    assertThat(new RelayPolicy("off", SECRET).password(bot(URL, sealed))).contains("hush");
    assertThat(new RelayPolicy("off", "another").password(bot(URL, sealed))).isEmpty();
    assertThat(policy.password(bot("ws://localhost/", sealed))).isEmpty();
    assertThat(policy.password(bot(URL, "AAAA"))).isEmpty();
    assertThat(policy.password(bot(URL, "?"))).isEmpty();
    assertThat(policy.password(bot(URL, null))).contains("");
  }

  private static Channel bot(String url, @Nullable String sealed) {
    return Channel.ofRelay("streamerbot", url, sealed);
  }

  @Test
  void aPasswordIsInNoTextAboutItsChannel() {
    var channel = bot(URL + "key", "sealed-text");

    assertThat(channel.toString()).doesNotContain("key").doesNotContain("sealed-text");
    assertThat(JsonMapper.shared().writeValueAsString(channel))
        .isEqualTo("{\"platform\":\"streamerbot\",\"url\":\"" + URL + "key\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'platform':'streamerbot','url':'ws://10.0.0.1/'}                      | channels[0].url      | (RELAY_TARGETS): loopback",
        "{'platform':'streamerbot','url':'http://127.0.0.1/'}                   | channels[0].url      | a ws or wss URL",
        "{'platform':'streamerbot'}                                             | channels[0].url      | characters",
        "{'platform':'streamerbot','url':'ws://127.0.0.1/','id':'1'}            | channels[0].id       | only the fields password, platform, url",
        "{'platform':'socialstream','url':'ws://127.0.0.1/','password':'hush'}  | channels[0].password | only the fields platform, url",
        "{'platform':'streamerbot','url':'ws://127.0.0.1/','password':7}        | channels[0].password | up to 200 characters",
        "{'platform':'twitch','url':'ws://127.0.0.1/','id':'1'}                 | channels[0].url      | only the fields id, login, platform",
      })
  void aSourceThatCannotBeIsRefusedByName(String channel, String field, String allowed) {
    var json = JsonMapper.shared().readTree("{\"channels\":[" + channel.replace('\'', '"') + "]}");

    assertThatThrownBy(() -> SessionRequest.parse(json, new RelayPolicy("loopback", SECRET)))
        .isInstanceOfSatisfying(
            InvalidFieldsException.class,
            refused -> assertThat(refused.errors()).anySatisfy(error -> {
              assertThat(error.field()).isEqualTo(field);
              assertThat(error.allowed()).contains(allowed);
            }));
  }
}
