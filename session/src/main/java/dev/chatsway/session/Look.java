package dev.chatsway.session;

import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.json.StringEnum;
import org.jspecify.annotations.Nullable;

/**
 * How a bar looks; all of it is public.
 *
 * @param forColor {@code #rrggbb}, or null for the theme's
 * @param againstColor {@code #rrggbb}, or null for the theme's
 * @param mode how the state is drawn
 * @param layout the orientation and height of the bar
 * @param numbers which figures are shown
 * @param hint when the overlay says how to vote
 * @param effects whether votes are shown landing
 * @param theme what the style starts from
 * @param fontSize the size of all words in percent, 50 to 150
 * @param align where the bar stands in its source
 * @param hideIdle seconds without a vote after which the bar fades away, 0 to 86400; 0 for never
 * @param style what differs from the theme
 */
public record Look(
    @Nullable String forColor,
    @Nullable String againstColor,
    Mode mode,
    Layout layout,
    Numbers numbers,
    Hint hint,
    Effects effects,
    Theme theme,
    int fontSize,
    Align align,
    int hideIdle,
    Style style) {

  private static final int HIDE_IDLE_SECONDS = 86_400;

  /** The orientation and height of the bar. */
  public enum Layout implements StringEnum {
    HORIZONTAL,
    VERTICAL,
    COMPACT
  }

  /** Which figures the overlay shows. */
  public enum Numbers implements StringEnum {
    PERCENT,
    VOTES,
    STRENGTH,
    NONE
  }

  /** When the overlay says how to vote: until votes come in, always or never. */
  public enum Hint implements StringEnum {
    AUTO,
    ALWAYS,
    OFF
  }

  /** Whether votes are shown landing. */
  public enum Effects implements StringEnum {
    FULL,
    OFF
  }

  /** Where the bar stands in a source that is higher than it. */
  public enum Align implements StringEnum {
    CENTER,
    TOP,
    BOTTOM
  }

  /** Reads a look among the fields of an object; what is absent or null has its default. */
  static Look read(JsonFields fields) {
    return new Look(
        fields.colour("forColor"),
        fields.colour("againstColor"),
        fields.choice("mode", Mode.COMBINED),
        fields.choice("layout", Layout.HORIZONTAL),
        fields.choice("numbers", Numbers.PERCENT),
        fields.choice("hint", Hint.AUTO),
        fields.choice("effects", Effects.FULL),
        fields.choice("theme", Theme.DARK),
        fields.whole("fontSize", 100, 50, 150),
        fields.choice("align", Align.CENTER),
        fields.whole("hideIdle", 0, 0, HIDE_IDLE_SECONDS),
        fields.objectOrText("style", Style.CHARACTERS, Style::declarations, Style::read));
  }
}
