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
  private static final int DOTLESS_I = 0x131;
  private static final int DOT_ABOVE = 0x307;
  private static final int ACUTE = 0x301;

  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

  private CharacterFolding() {}

  /**
   * Drops what casefolding would separate from its context: gender signs behind a joiner, halves of surrogate pairs, and
   * marks beyond the bound.
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
      marks = isMark(point) ? marks + 1 : 0;
      if (marks <= MOST_MARKS) {
        kept.append(text, i, next);
      }
    }
    return kept.toString();
  }

  /**
   * Drops control characters, replacement characters and emoji modifiers; unifies i, ı and İ; removes the accents of
   * Greek letters; turns ➕ and ➖ into signs.
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
        boolean isFolded = (point == DOT_ABOVE && base == 'i')
            || (point == ACUTE && UScript.getScript(base) == UScript.GREEK);
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
      default -> point;
    };
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
