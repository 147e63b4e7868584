package dev.chatsway.session.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;

/**
 * Normalizes chat lines and triggers for comparison (docs/interface.md, section 6, "How a text becomes a vote").
 *
 * <p>Unicode data comes from ICU4J and not from the JDK, so that instances on different JDKs agree.
 */
public final class TextNormalizer {

  /**
   * The longest text that can be a vote, in UTF-16 units: four times what Twitch and Kick let a viewer write, so that
   * invisible padding fits. Callers skip longer texts instead of normalizing them.
   */
  public static final int MAX_LENGTH = 2_000;

  private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

  private static final String ACTION = "\u0001ACTION";

  private TextNormalizer() {}

  /**
   * Normalizes a text for comparison. Normalizing it again changes nothing, and invisible (default-ignorable)
   * characters never make a difference.
   *
   * <ol>
   *   <li>the wrapping of a {@code /me} line is removed;
   *   <li>NFKC_Casefold (Unicode Standard, section 3.13; UAX #44), which also drops default-ignorable characters;
   *   <li>what chat clients and phones add is dropped: control characters, emoji modifiers, the dot of an i, Greek
   *       accents; digits and signs become those of ASCII ({@link CharacterFolding});
   *   <li>every character with the property Dash, U+2212 among them, becomes {@code -}; a long dash between two letters
   *       has spaces around it;
   *   <li>white space is collapsed to single spaces and trimmed;
   *   <li>emotes become their names ({@link EmoteNames});
   *   <li>leading mentions ({@code @name }), {@code ¡} and {@code ¿} are dropped;
   *   <li>punctuation (category Po) at the end is dropped, unless nothing else would be left.
   * </ol>
   *
   * <p>Dashes come after the folding: folding produces dashes of its own (U+207B becomes U+2212), and no dash composes
   * with the character after it.
   *
   * @return the comparable form; empty if nothing visible is left
   */
  public static String normalize(String text) {
    var bare = withoutAction(text);
    var tidy = tidy(isAscii(bare) ? bare : fold(bare));
    if (tidy.indexOf(':') >= 0) {
      tidy = tidy(EmoteNames.replace(tidy));
    }
    int start = afterOpening(tidy);
    return tidy.substring(start, beforeClosing(tidy, start));
  }

  /** Whether nothing of a text is left after normalizing; false for long texts. */
  public static boolean isBlank(String piece) {
    return piece.length() <= MAX_LENGTH && normalize(piece).isEmpty();
  }

  /** Removes the mention that a client put before a reply, whose name may contain blanks; an empty name means none. */
  public static String withoutMention(String text, String name) {
    var bare = withoutAction(text);
    var mention = "@" + name + " ";
    return !name.isEmpty() && bare.regionMatches(true, 0, mention, 0, mention.length())
        ? bare.substring(mention.length())
        : text;
  }

  /** Removes the start of a {@code /me} line; its end is a control character, which is dropped anyway. */
  private static String withoutAction(String text) {
    int at = text.indexOf(ACTION);
    int end = at + ACTION.length();
    return at >= 0
            && end < text.length()
            && isWhiteSpace(text.codePointAt(end))
            && (at == 0 || isBlank(text.substring(0, at)))
        ? text.substring(end + 1)
        : text;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String fold(String text) {
    var folded = NFKC_CASEFOLD.normalize(CharacterFolding.beforeCasefold(text));
    return NFC.normalize(CharacterFolding.afterCasefold(folded));
  }

  /** Maps dashes, collapses white space, drops control characters and lower-cases ASCII. */
  private static String tidy(String text) {
    var tidy = new StringBuilder(text.length());
    boolean spaceIsDue = false;
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int point = text.codePointAt(i);
      next = i + Character.charCount(point);
      if (isWhiteSpace(point)) {
        spaceIsDue = !tidy.isEmpty();
        continue;
      }
      if (point < ' ' || point == 0x7F) {
        continue;
      }
      if (spaceIsDue) {
        tidy.append(' ');
        spaceIsDue = false;
      }
      if (point < 0x80) {
        tidy.append((char) (point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point));
      } else if (UCharacter.hasBinaryProperty(point, UProperty.DASH)) {
        boolean isBetweenLetters = isLongDash(point)
            && !tidy.isEmpty()
            && UCharacter.isLetter(tidy.codePointBefore(tidy.length()))
            && next < text.length()
            && UCharacter.isLetter(text.codePointAt(next));
        tidy.append(isBetweenLetters ? " - " : "-");
      } else {
        tidy.append(text, i, next);
      }
    }
    return tidy.toString();
  }

  private static boolean isLongDash(int point) {
    return point == 0x2014 || point == 0x2015;
  }

  private static boolean isWhiteSpace(int point) {
    return point < 0x80
        ? point == ' ' || (point >= '\t' && point <= '\r')
        : UCharacter.isUWhiteSpace(point) || point == CharacterFolding.BRAILLE_BLANK;
  }

  /** Where the text begins after mentions and opening punctuation; the last of either stays if nothing follows it. */
  private static int afterOpening(String tidy) {
    int start = 0;
    while (true) {
      int next = start;
      if (tidy.startsWith("@", start) && !tidy.startsWith("@ ", start)) {
        next = tidy.indexOf(' ', start) + 1;
      } else if (tidy.startsWith("¡", start) || tidy.startsWith("¿", start)) {
        next = tidy.startsWith(" ", start + 1) ? start + 2 : start + 1;
      }
      if (next <= start || next >= tidy.length()) {
        return start;
      }
      start = next;
    }
  }

  /** Where the text ends before closing punctuation; its end if there is nothing but punctuation. */
  private static int beforeClosing(String tidy, int start) {
    int end = tidy.length();
    while (end > start) {
      int point = tidy.codePointBefore(end);
      if (point != ' ' && UCharacter.getType(point) != UCharacterCategory.OTHER_PUNCTUATION) {
        return end;
      }
      end -= Character.charCount(point);
    }
    return tidy.length();
  }
}
