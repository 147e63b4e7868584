package dev.chatsway.session.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "e400", "e-400", ".5e999"})
  void aNumberOfAThousandDigitsIsOutOfRange(String end) {
    var number = "9".repeat(end.startsWith("e-") ? 1 : 990) + end;
    var json = JsonMapper.shared().readTree("{\"a\":" + number + ",\"b\":-" + number + "}");
    var fields = new JsonFields("", json);
    fields.number("a", 5, 1, 10);
    fields.whole("b", 5, 1, 10);
    var refused = catchThrowableOfType(InvalidFieldsException.class, fields::finish);
    assertThat(refused.errors()).extracting(FieldError::field).containsExactly("a", "b");
  }
}
