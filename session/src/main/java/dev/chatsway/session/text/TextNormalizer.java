package dev.chatsway.session.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;

/**
 * The one form in which chat lines and triggers are compared (docs/interface.md, section 6, "How a text becomes a
 * vote").
 *
 * <p>Unicode data comes from ICU4J and not from the JDK, so that instances on different JDKs agree.
 */
public final class TextNormalizer {

  /**
   * The longest text that can be a vote, in UTF-16 units: four times what Twitch and Kick let a viewer write, so that
   * invisible padding fits. Callers leave longer texts alone instead of normalising them.
   */
  public static final int MAX_LENGTH = 2_000;

  private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();

  private TextNormalizer() {}

  /**
   * Brings a text into its comparable form. Doing it twice changes nothing, and invisible (default-ignorable)
   * characters never make a difference.
   *
   * <ol>
   *   <li>NFKC_Casefold (Unicode Standard, section 3.13; UAX #44), which also drops default-ignorable characters;
   *   <li>every character with the property Dash, U+2212 among them, becomes {@code -};
   *   <li>white space is collapsed to single spaces and trimmed;
   *   <li>leading mentions ({@code @name }) are dropped, all of them: a second pass must find none;
   *   <li>{@code ! ? . ,} at the end are dropped if they follow a letter.
   * </ol>
   *
   * <p>Dashes come after the folding and not before: folding makes dashes of its own (U+207B becomes U+2212), and no
   * dash composes with what follows it, so nothing else is different.
   *
   * @return the comparable form; the text itself if it already was; empty if nothing visible is left
   */
  public static String normalize(String text) {
    var tidy = tidy(isAscii(text) ? text : NFKC_CASEFOLD.normalize(text));
    int start = afterMentions(tidy);
    return tidy.substring(start, beforePunctuation(tidy, start));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Maps dashes, collapses and trims white space, and lower-cases ASCII, which is all the folding ASCII needs. */
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
      if (spaceIsDue) {
        tidy.append(' ');
        spaceIsDue = false;
      }
      if (point < 0x80) {
        tidy.append((char) (point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point));
      } else if (UCharacter.hasBinaryProperty(point, UProperty.DASH)) {
        tidy.append('-');
      } else {
        tidy.append(text, i, next);
      }
    }
    return tidy.toString();
  }

  private static boolean isWhiteSpace(int point) {
    return point < 0x80
        ? point == ' ' || (point >= '\t' && point <= '\r')
        : UCharacter.isUWhiteSpace(point);
  }

  private static int afterMentions(String tidy) {
    int start = 0;
    while (tidy.startsWith("@", start) && !tidy.startsWith("@ ", start)) {
      int space = tidy.indexOf(' ', start);
      if (space < 0) {
        break;
      }
      start = space + 1;
    }
    return start;
  }

  private static int beforePunctuation(String tidy, int start) {
    int end = tidy.length();
    while (end > start && "!?.,".indexOf(tidy.charAt(end - 1)) >= 0) {
      end--;
    }
    return end < tidy.length() && endsWithLetter(tidy, start, end) ? end : tidy.length();
  }

  /** The marks written on a letter belong to it: many a word for yes ends in a vowel sign. */
  private static boolean endsWithLetter(String tidy, int start, int end) {
    while (end > start) {
      int point = tidy.codePointBefore(end);
      if (UCharacter.isLetter(point)) {
        return true;
      }
      int type = UCharacter.getType(point);
      if (type != UCharacter.NON_SPACING_MARK && type != UCharacter.COMBINING_SPACING_MARK) {
        return false;
      }
      end -= Character.charCount(point);
    }
    return false;
  }
}
