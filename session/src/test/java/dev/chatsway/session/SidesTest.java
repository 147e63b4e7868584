package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.session.json.InvalidFieldsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class SidesTest {

  @Test
  void aChannelIsFoundByAnyOfItsNames() {
    var sides = settings("'twitch:123':'for','twitch:@xqc':'against','youtube:UCa':'against'")
        .sides();

    assertThat(sides.of(List.of("twitch:123", "twitch:@shroud"))).isEqualTo(Side.FOR);
    assertThat(sides.of(List.of("twitch:9", "twitch:@xqc"))).isEqualTo(Side.AGAINST);
    assertThat(sides.of(List.of("youtube:UCa"))).isEqualTo(Side.AGAINST);
    assertThat(sides.of(List.of("kick:123"))).isNull();
    assertThat(sides.of(List.of())).isNull();
  }

  @Test
  void nullTakesAChannelsSideAndUnknownOnesAreStoredAsTheyAre() {
    var settings = settings("'twitch:1':null,'kick:2':'for'");

    assertThat(settings.sides().byChannel()).containsOnlyKeys("kick:2");
    assertThat(settings.toJson()).contains("\"sides\":{\"kick:2\":\"for\"}");
    assertThat(SessionSettings.parse(JsonMapper.shared().readTree(settings.toJson())))
        .isEqualTo(settings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "twitch:shroud",
        "twitch:@Shroud",
        "twitch:",
        "kick:",
        "Kick:1",
        "123",
        "kick:a\\nb"
      })
  void whatNamesNoChannelIsRefused(String name) {
    assertThatThrownBy(() -> settings("'" + name + "':'for'"))
        .isInstanceOf(InvalidFieldsException.class)
        .hasMessageContaining("settings.sides.")
        .hasMessageContaining(Sides.NAMES);
  }

  @Test
  void whatIsNoSideIsRefusedAndSoIsATwentyFirstChannel() {
    assertThatThrownBy(() -> settings("'kick:1':'both'"))
        .hasMessageContaining("settings.sides.kick:1")
        .hasMessageContaining("one of for, against");
    var many = new StringBuilder("'kick:0':'for'");
    for (int i = 1; i <= 20; i++) {
      many.append(",'kick:").append(i).append("':'for'");
    }
    assertThatThrownBy(() -> settings(many.toString())).hasMessageContaining("up to 20 channels");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      'twitch:@shroud':'for','twitch:@xqc':'against' | [shroud]   | [xqc]
      'twitch:1':'for','kick:1':'against'            | [Twitch]   | [Kick]
      'twitch:1':'for','twitch:2':'against'          | [Jump]     | [against]
      'twitch:@a':'for','twitch:@b':'for'            | [a, b]     | []
      """, quoteCharacter = '`')
  void overlaysAreToldTheChannelsOfASideByNamesForPeople(String sides, String pro, String contra) {
    var json = "{'forLabel':'Jump','againstLabel':'against','sides':{" + sides + "}}";

    var shown = parse(json).publicPart();

    assertThat(shown.forChannels()).hasToString(pro);
    assertThat(shown.againstChannels()).hasToString(contra);
  }

  @Test
  void withoutSidesThePublicSettingsSayNothingOfChannels() {
    assertThat(SessionSettings.DEFAULTS.publicJson()).doesNotContain("Channels");
    assertThat(SessionSettings.DEFAULTS.sides().isEmpty()).isTrue();
  }

  private static SessionSettings settings(String sides) {
    return parse("{'sides':{" + sides + "}}");
  }

  private static SessionSettings parse(String json) {
    return SessionSettings.parse(JsonMapper.shared().readTree(json.replace('\'', '"')));
  }
}
