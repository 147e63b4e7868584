package dev.chatsway.session.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class JsonFieldsTest {

  @Test
  void thousandsOfUnknownFieldsAreAnsweredWithTwentyErrors() {
    var json = JsonMapper.shared().createObjectNode();
    for (int i = 0; i < 28_000; i++) {
      json.put("field" + i, i);
    }
    var fields = new JsonFields("", json);
    fields.requiredText("name", 1, 10);
    var refused = catchThrowableOfType(InvalidFieldsException.class, fields::finish);
    assertThat(refused.errors()).hasSize(JsonFields.MAX_ERRORS);
    assertThat(refused.errors().get(0).field()).isEqualTo("name");
  }

  @Test
  void anErrorRepeatsLittleOfWhatWasSent() {
    var name = "n".repeat(200_000);
    var fields = new JsonFields("", JsonMapper.shared().createObjectNode().put(name, name));
    var refused = catchThrowableOfType(InvalidFieldsException.class, fields::finish);
    var error = refused.errors().get(0);
    assertThat(error.field()).hasSizeLessThan(110);
    assertThat(error.sent()).hasSizeLessThan(110);
  }
}
