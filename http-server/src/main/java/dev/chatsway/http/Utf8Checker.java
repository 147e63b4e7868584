package dev.chatsway.http;

/** Checks a stream of bytes for well-formed UTF-8 (RFC 3629, section 4), wherever it is cut. */
final class Utf8Checker {

  private int missing; // continuation bytes of the character in progress
  private int least; // what the next continuation byte may be
  private int most;

  void reset() {
    missing = 0;
  }

  /** Whether the bytes so far, with this one, can begin a well-formed text. */
  boolean accept(int next) {
    if (missing > 0) {
      boolean isGood = next >= least && next <= most;
      missing--;
      least = 0x80;
      most = 0xBF;
      return isGood;
    }
    if (next < 0x80) {
      return true;
    }
    missing = next >= 0xC2 && next <= 0xDF ? 1 : next >= 0xE0 && next <= 0xEF ? 2 : 3;
    least = next == 0xE0 ? 0xA0 : next == 0xF0 ? 0x90 : 0x80;
    most = next == 0xED ? 0x9F : next == 0xF4 ? 0x8F : 0xBF;
    return next >= 0xC2 && next <= 0xF4;
  }

  /** Whether no character is left unfinished. */
  boolean isComplete() {
    return missing == 0;
  }

  /** Whether the bytes from an index on are well-formed. */
  static boolean isValid(byte[] bytes, int from) {
    var checker = new Utf8Checker();
    for (int i = from; i < bytes.length; i++) {
      if (!checker.accept(bytes[i] & 0xFF)) {
        return false;
      }
    }
    return checker.isComplete();
  }
}
