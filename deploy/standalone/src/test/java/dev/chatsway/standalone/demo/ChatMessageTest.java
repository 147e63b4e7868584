package dev.chatsway.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ChatMessageTest {

  private final Line line =
      new Line(new Voter("700000001", "calmotter1", "CalmOtter1"), "＋\"\uDB40\uDC00");

  @Test
  void itIsWrittenAsTwitchWritesIt() {
    var json = JsonMapper.shared()
        .readTree(new ChatMessage("id-1", "chatsway-demo", line, Instant.EPOCH).toJson());

    assertThat(json.at("/subscription/type").stringValue()).isEqualTo("channel.chat.message");
    assertThat(json.at("/event/broadcaster_user_id").stringValue()).isEqualTo("chatsway-demo");
    assertThat(json.at("/event/chatter_user_id").stringValue()).isEqualTo("700000001");
    assertThat(json.at("/event/chatter_user_name").stringValue()).isEqualTo("CalmOtter1");
    assertThat(json.at("/event/message_id").stringValue()).isEqualTo("id-1");
    assertThat(json.at("/event/message/text").stringValue()).isEqualTo(line.text());
    assertThat(json.at("/event/message/fragments/0/type").stringValue()).isEqualTo("text");
    assertThat(json.at("/event/source_broadcaster_user_id").isNull()).isTrue();
  }

  @Test
  void everyMessageHasAnIdOfItsOwn() {
    assertThat(ChatMessage.of(line, "1", Instant.EPOCH).id())
        .isNotEqualTo(ChatMessage.of(line, "1", Instant.EPOCH).id());
  }
}
