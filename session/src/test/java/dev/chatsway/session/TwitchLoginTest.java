package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TwitchLoginTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "some_channel1",
        "Some_Channel1",
        " @some_channel1 ",
        "#some_channel1",
        "twitch.tv/some_channel1",
        "www.twitch.tv/some_channel1/",
        "https://www.twitch.tv/Some_Channel1",
        "http://m.twitch.tv/some_channel1?desktop-redirect=true",
        "https://go.twitch.tv/some_channel1/videos",
        "https://www.twitch.tv/some_channel1#chat",
        "https://www.twitch.tv/popout/some_channel1/chat?popout=",
        "https://www.twitch.tv/embed/some_channel1/chat",
        "https://www.twitch.tv/moderator/some_channel1",
        "https://dashboard.twitch.tv/u/some_channel1/stream-manager",
      })
  void aNameOrAUrlOfAChannelIsItsLogin(String text) {
    assertThat(TwitchLogin.parse(text)).contains("some_channel1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a b",
        "a-b",
        "ä",
        "abcdefghijklmnopqrstuvwxyz",
        "https://www.twitch.tv/",
        "https://kick.com/somechannel",
        "https://twitch.tv.example.com/somechannel",
        "https://nottwitch.tv/somechannel",
        "ftp://twitch.tv/somechannel",
        "a,b",
        "a\nb",
      })
  void anythingElseIsNone(String text) {
    assertThat(TwitchLogin.parse(text)).isEmpty();
  }
}
