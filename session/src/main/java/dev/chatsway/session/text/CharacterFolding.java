package dev.chatsway.session.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;

/** Folds characters beyond NFKC_Casefold: those that phones and chat clients add or that capitals lose. */
final class CharacterFolding {

  static final int BRAILLE_BLANK = 0x2800;

  /**
   * Maximum combining marks on one character, as in UAX #15's stream-safe text: normalizing longer runs takes quadratic
   * time.
   */
  private static final int MOST_MARKS = 30;

  private static final int JOINER = 0x200D;
  private static final int FEMALE = 0x2640;
  private static final int MALE = 0x2642;
  private static final int HEAVY_PLUS = 0x2795;
  private static final int HEAVY_MINUS = 0x2796;
  private static final int KEYCAP = 0x20E3;
  private static final int FIRST_SPECIAL = 0xFFF9; // interlinear annotations, U+FFFC and U+FFFD
  private static final int LAST_SPECIAL = 0xFFFD;
  private static final int NULL_NOTEHEAD = 0x1D159; // drawn as nothing
  private static final int DOTLESS_I = 0x131;
  private static final int DOT_ABOVE = 0x307;
  private static final int ACUTE_ACCENT =
      0xB4; // typed as an apostrophe; it would become a space and a mark
  private static final int GREEK_OXIA = 0x1FFD; // canonically the same
  private static final int BLACK_FLAG = 0x1F3F4;
  private static final int FIRST_TAG = 0xE0020;
  private static final int CANCEL_TAG = 0xE007F;
  private static final int MOST_TAGS = 6; // "gbeng"; subdivisions have up to six

  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

  private CharacterFolding() {}

  /**
   * Drops what casefolding would separate from its context: gender signs behind a joiner, halves of surrogate pairs, and
   * marks beyond the bound. Keeps what it would lose: the region of a flag (England's becomes 🏴gbeng), and an acute accent
   * in the place of an apostrophe.
   */
  static String beforeCasefold(String text) {
    var kept = new StringBuilder(text.length());
    int marks = 0;
    boolean isJoined = false;
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int point = text.codePointAt(i);
      next = i + Character.charCount(point);
      if ((isJoined && (point == FEMALE || point == MALE)) || isHalfOfPair(point)) {
        continue;
      }
      if (UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
        isJoined |= point == JOINER;
        kept.append(text, i, next);
        continue;
      }
      isJoined = false;
      if (point == ACUTE_ACCENT || point == GREEK_OXIA) {
        kept.append('\'');
        marks = 0;
        continue;
      }
      if (point == BLACK_FLAG) {
        var region = region(text, next);
        kept.append(text, i, next).append(region);
        next += region.isEmpty() ? 0 : 2 * (region.length() + 1);
        marks = 0;
        continue;
      }
      marks = isMark(point) ? marks + 1 : 0;
      if (marks <= MOST_MARKS) {
        kept.append(text, i, next);
      }
    }
    return kept.toString();
  }

  /** The letters and digits that the tags behind a black flag stand for (UTS #51, emoji tag sequences); empty if there are none. */
  private static String region(String text, int start) {
    var region = new StringBuilder();
    for (int i = start; i < text.length() && region.length() <= MOST_TAGS; i += 2) {
      int point = text.codePointAt(i);
      if (point == CANCEL_TAG) {
        return region.toString();
      }
      int letter = point - FIRST_TAG + ' ';
      if (!(letter >= '0' && letter <= '9') && !(letter >= 'a' && letter <= 'z')) {
        return "";
      }
      region.append((char) letter);
    }
    return "";
  }

  /**
   * Drops characters that cannot be seen, emoji modifiers and Armenian accents; unifies i, ı and İ; removes the accents of
   * Greek letters; turns digits of any script, circled letters, and heavy signs into those of ASCII.
   *
   * @param folded in NFKC_Casefold
   * @return not normalized: marks may have to be recomposed
   */
  static String afterCasefold(String folded) {
    var text = NFD.normalize(folded);
    var kept = new StringBuilder(text.length());
    int base = 0;
    int marks = 0;
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int point = text.codePointAt(i);
      next = i + Character.charCount(point);
      if (isDropped(point)) {
        continue;
      }
      if (isMark(point)) {
        boolean isFolded =
            (point == DOT_ABOVE && UCharacter.hasBinaryProperty(base, UProperty.SOFT_DOTTED))
                || UScript.getScript(base) == UScript.GREEK;
        if (!isFolded && ++marks <= MOST_MARKS) {
          kept.appendCodePoint(point);
        }
        continue;
      }
      base = replaced(point);
      marks = 0;
      kept.appendCodePoint(base);
    }
    return kept.toString();
  }

  private static boolean isDropped(int point) {
    return point == KEYCAP
        || point == NULL_NOTEHEAD
        || isArmenianAccent(point)
        || UCharacter.hasBinaryProperty(point, UProperty.NONCHARACTER_CODE_POINT)
        || (point >= FIRST_SPECIAL && point <= LAST_SPECIAL)
        || (UCharacter.getType(point) == ECharacterCategory.CONTROL
            && !UCharacter.isUWhiteSpace(point))
        || UCharacter.hasBinaryProperty(point, UProperty.EMOJI_MODIFIER);
  }

  private static int replaced(int point) {
    return switch (point) {
      case DOTLESS_I -> 'i';
      case HEAVY_PLUS -> '+';
      case HEAVY_MINUS -> '-';
      case 0x2755, 0x2757 -> '!'; // ❕ and ❗
      case 0x2753, 0x2754 -> '?'; // ❓ and ❔
      default -> point < 0x80 ? point : plain(point);
    };
  }

  /** Digits of any script, ❶ and ➊, and the negative letters 🅐 and 🅰. */
  private static int plain(int point) {
    int kind = UCharacter.getIntPropertyValue(point, UProperty.NUMERIC_TYPE);
    if (kind == UCharacter.NumericType.DECIMAL || kind == UCharacter.NumericType.DIGIT) {
      return '0' + (int) UCharacter.getUnicodeNumericValue(point);
    }
    if (point >= 0x1F150 && point <= 0x1F169) {
      return point - 0x1F150 + 'a';
    }
    return point >= 0x1F170 && point <= 0x1F189 ? point - 0x1F170 + 'a' : point;
  }

  /** The marks of emphasis, exclamation and question, which Armenian writes inside the word. */
  private static boolean isArmenianAccent(int point) {
    return point == 0x55B || point == 0x55C || point == 0x55E;
  }

  private static boolean isHalfOfPair(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static boolean isMark(int point) {
    if (point < 0x300) {
      return false;
    }
    int type = UCharacter.getType(point);
    return type == ECharacterCategory.NON_SPACING_MARK
        || type == ECharacterCategory.COMBINING_SPACING_MARK
        || type == ECharacterCategory.ENCLOSING_MARK;
  }
}
