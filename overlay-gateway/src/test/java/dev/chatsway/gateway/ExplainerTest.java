package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Sides;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What {@code POST …/explain} says where channels vote for sides. */
final class ExplainerTest {

  private static final TestGateway GATEWAY = TestGateway.start();

  private final JsonNode session = GATEWAY.create(
      "{\"settings\":{\"forLabel\":\"Anna\",\"againstLabel\":\"\",\"sides\":{\"twitch:@anna\":\"for\",\"kick:7\":\"against\"}}}");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      no    | twitch:@anna | ok      | for     | it is the trigger "no", and every vote in twitch:@anna counts for "Anna"
      yes   | kick:7       | ok      | against | it is the trigger "yes", and every vote in kick:7 counts for against
      no    | twitch:@bob  | ok      | against | it is the trigger "no"; twitch:@bob has no side
      no    |              | ok      | against | it is the trigger "no"; in a channel that has a side it counts for that side
      hello | twitch:@anna | no_vote |         | it contains none of the session's triggers
      """)
  void saysForWhichSideALineOfAChannelCountsAndWhy(
      String text, String channel, String status, String side, String reason) {
    var asked = "{\"text\":\"" + text + "\""
        + (channel == null ? "}" : ",\"channel\":\"" + channel + "\"}");

    var explained = json(GATEWAY.send("POST", path(session) + "/explain", asked));

    assertThat(explained.path("status").asString()).isEqualTo(status);
    assertThat(explained.path("side").asString(null)).isEqualTo(side);
    assertThat(explained.path("reason").asString()).isEqualTo(reason);
  }

  @Test
  void aChannelThatIsNoneIsRefused() {
    assertRefused(
        GATEWAY.send("POST", path(session) + "/explain", "{\"text\":\"no\",\"channel\":\"anna\"}"),
        "channel",
        "\"anna\"",
        Sides.NAMES);
  }
}
