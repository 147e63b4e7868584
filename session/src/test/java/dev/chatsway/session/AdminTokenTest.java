package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminTokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyAdminTokenWouldOpenEverythingToEverybody(String token) {
    assertThatThrownBy(() -> new AdminToken(token, "second"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the admin token is empty");
  }

  @Test
  void eitherTokenOpens() {
    var token = new AdminToken("first", "second");
    assertThat(token.is("first")).isTrue();
    assertThat(token.is("second")).isTrue();
    assertThat(token.is("third")).isFalse();
    assertThat(token.is("")).isFalse();
  }

  @Test
  void noSecondTokenMeansThatAnEmptyOneOpensNothing() {
    assertThat(new AdminToken("first").is("")).isFalse();
  }

  @Test
  void neitherIsPrinted() {
    assertThat(new AdminToken("hush-1", "hush-2").toString()).doesNotContain("hush");
  }
}
