package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.text.TriggerMatcher;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class SessionSettingsTest {

  @Test
  void labelsAreNoTriggersUnlessTheyCount() {
    assertThat(match("{'forLabel':'Jump','againstLabel':'Stay'}", "jump"))
        .isEqualTo(MatchResult.NO_VOTE);
  }

  @Test
  void labelsThatCountAreTriggersOfTheirSides() {
    var settings = "{'forLabel':'Jump!','againstLabel':'Stay','labelsCount':true}";

    assertThat(match(settings, "JUMP")).isEqualTo(MatchResult.FOR);
    assertThat(match(settings, "stay")).isEqualTo(MatchResult.AGAINST);
    assertThat(match(settings, "+1")).isEqualTo(MatchResult.FOR);
  }

  @Test
  void aLabelThatWouldBeOnBothSidesIsNoTrigger() {
    var same = "{'forLabel':'Go','againstLabel':'go','labelsCount':true}";
    assertThat(match(same, "go")).isEqualTo(MatchResult.NO_VOTE);

    var crossed = "{'forLabel':'No','againstLabel':'Stay','labelsCount':true}";
    assertThat(match(crossed, "no")).isEqualTo(MatchResult.AGAINST);
    assertThat(match(crossed, "stay")).isEqualTo(MatchResult.AGAINST);
  }

  @Test
  void anEmptyOrInvisibleLabelIsNoTrigger() {
    var settings = parse("{'forLabel':'','againstLabel':' ','labelsCount':true}");

    assertThat(settings.allForTriggers()).isEqualTo(settings.forTriggers());
    assertThat(settings.allAgainstTriggers()).isEqualTo(settings.againstTriggers());
  }

  @Test
  void thePublicSettingsNameTheFirstTriggerOfEachSideAndNoOther() {
    var shown =
        parse("{'forTriggers':['jump','secret'],'againstTriggers':['stay']}").publicJson();

    assertThat(shown)
        .contains("\"forTrigger\":\"jump\"", "\"againstTrigger\":\"stay\"")
        .doesNotContain("secret");
  }

  private static MatchResult match(String settings, String text) {
    return TriggerMatcher.of(parse(settings)).match(text);
  }

  private static SessionSettings parse(String json) {
    return SessionSettings.parse(JsonMapper.shared().readTree(json.replace('\'', '"')));
  }
}
