package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

final class StyleTest {

  @Test
  void aThemeIsPastedAsItStandsInAFile() {
    var style = of("""
        /* Neon, for a dark game */
        :root {
          --chatsway-panel: rgb(15 18 26 / 88%);
          --chatsway-for: #0F8; /* green; the winner */
          --chatsway-against: HotPink;
          --chatsway-font: "Exo 2",  system-ui, sans-serif;
          --chatsway-radius: 12.5px;
          --chatsway-weight: 700
        }
        """);

    assertThat(style.properties())
        .containsExactlyInAnyOrderEntriesOf(Map.of(
            "--chatsway-panel", "rgb(15 18 26 / 88%)",
            "--chatsway-for", "#0F8",
            "--chatsway-against", "HotPink",
            "--chatsway-font", "\"Exo 2\", system-ui, sans-serif",
            "--chatsway-radius", "12.5px",
            "--chatsway-weight", "700"));
  }

  @Test
  void theLastOfTwoDeclarationsHoldsAsInCss() {
    assertThat(of("--chatsway-for: red; --chatsway-for: lime;").properties())
        .isEqualTo(Map.of("--chatsway-for", "lime"));
  }

  @Test
  void anEmptyTextIsNoStyle() {
    assertThat(of(" ; /* nothing */ ").properties()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgba(1, 2, 3, 0.5)",
        "rgb(1,2,3)",
        "rgb(1 2 3/.5)",
        "hsl(210 50% 40%)",
        "hsla(210, 50%, 40%, 12%)",
        "#abcd",
        "#abcdef12",
        "transparent",
        "RebeccaPurple"
      })
  void coloursAreAccepted(String colour) {
    assertThat(of("--chatsway-panel:" + colour).properties()).containsValue(colour);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url(https://evil.example/x)",
        "URL(//evil.example)",
        "image-set('https://evil.example/x' 1x)",
        "-webkit-image-set(url(x) 1x)",
        "cross-fade(url(x), red)",
        "src(\"https://evil.example/x\")",
        "\\75rl(https://evil.example)",
        "u\\72l(x)",
        "u/**/rl(x)",
        "red/**/",
        "/**/red",
        "var(--chatsway-for)",
        "var(--x, url(x))",
        "env(x)",
        "attr(data-x)",
        "expression(alert(1))",
        "red !important",
        "red}",
        "red} body{background:url(x)",
        "red<",
        "\uFF55\uFF52\uFF4C(x)",
        "r\u200Bed",
        "red\u0000",
        "inherit",
        "currentcolor",
        "blurple",
        "#12345",
        "rgb(1 2)",
        "rgb(1 2 3 4)",
        "rgb(1 2 3 / url(x))",
        "color-mix(in srgb, red, blue)",
        "paint(x)",
        "element(#x)",
        "calc(1px)"
      })
  void whatIsNoColourIsRefusedByName(String value) {
    assertRefused("--chatsway-panel: " + value, "style.--chatsway-panel", value, "a colour: #rgb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--chatsway-font: url(x)", "--chatsway-font: \"a\\\"\"",
            "--chatsway-font: \"a\", url(\"b\")", "--chatsway-font: inherit",
        "--chatsway-font: a b(c)", "--chatsway-font: \"https://x\"", "--chatsway-font: a,,b",
            "--chatsway-width: 10em",
        "--chatsway-width: 99px", "--chatsway-width: 7681px", "--chatsway-height: 100",
            "--chatsway-height: calc(1px + 100px)",
        "--chatsway-radius: -1px", "--chatsway-radius: 501px", "--chatsway-thickness: 1.9px",
            "--chatsway-thickness: 1e2px",
        "--chatsway-weight: 99", "--chatsway-weight: bold", "--chatsway-font-size: 1.6",
            "--chatsway-font-size: 120%"
      })
  void whatIsNoFontOrOutOfRangeIsRefusedByName(String declaration) {
    var parts = declaration.split(": ", 2);
    assertRefused(declaration, "style." + parts[0], parts[1], "from |names of installed fonts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "background: url(https://evil.example)",
        "--chatsway-glow: red",
        "--Chatsway-for: red",
        "--x: url(https://evil.example)",
        "@import url(https://evil.example/x.css)",
        "@import 'x'",
        "@font-face { src: url(x) }",
        "} body { --chatsway-for: red",
        "chatsway-bar { --chatsway-for: red }",
        "--chatsway-for",
        "<style>",
        "/* open",
        "\\2d-chatsway-for: red",
        "--chatsway\\-for: red",
        "/**/*{--chatsway-for:red"
      })
  void whatIsNoDeclarationOfADocumentedPropertyIsRefused(String css) {
    assertThatThrownBy(() -> of(css))
        .asInstanceOf(type(InvalidFieldsException.class))
        .satisfies(refused -> assertThat(refused.errors().get(0).allowed())
            .matches("only the fields --chatsway-against, .*--chatsway-width|a colour.*"));
  }

  @Test
  void aTextIsBounded() {
    assertThat(of("--chatsway-for: red;" + " ".repeat(4096 - 20)).properties()).hasSize(1);
    assertRefused(
        " ".repeat(4097), "style", "\" ", "a JSON object, or a text of up to 4096 characters");
  }

  @Test
  void errorsOfSavedLooksNameTheLookAndThereAreFour() {
    assertThatThrownBy(() -> parse("""
            {"looks":{"Night":{"style":"--chatsway-for: url(x)"}}}"""))
        .asInstanceOf(type(InvalidFieldsException.class))
        .satisfies(refused -> assertThat(refused.errors())
            .extracting(FieldError::field)
            .containsExactly("settings.looks.Night.style.--chatsway-for"));
    assertThatThrownBy(() -> parse("""
            {"looks":{"a":{},"b":{},"c":{},"d":{},"e":{}}}"""))
        .hasMessageContaining("settings.looks.e")
        .hasMessageContaining("up to 4 looks");
    assertThatThrownBy(() -> parse("{\"looks\":{\"" + "x".repeat(41) + "\":{}}}"))
        .hasMessageContaining("a name of 1 to 40 characters");
    assertThat(parse("""
            {"looks":{"b":{"theme":"light"},"a":null,"Day":{}}}""").looks()).containsOnlyKeys("b", "Day");
  }

  private static void assertRefused(String css, String field, String sent, String allowed) {
    assertThatThrownBy(() -> of(css))
        .asInstanceOf(type(InvalidFieldsException.class))
        .satisfies(refused -> {
          var error = refused.errors().get(0);
          assertThat(error.field()).isEqualTo("settings." + field);
          assertThat(error.sent())
              .startsWith(
                  sent.startsWith("\"  ") || sent.equals("\" ")
                      ? sent
                      : JsonNodeFactory.instance.stringNode(sent.strip()).toString());
          assertThat(error.allowed()).containsPattern(allowed);
        });
  }

  private static Style of(String css) {
    return SessionSettings.parse(JsonNodeFactory.instance.objectNode().put("style", css))
        .look()
        .style();
  }

  private static SessionSettings parse(String json) {
    return SessionSettings.parse(JsonMapper.shared().readTree(json));
  }
}
