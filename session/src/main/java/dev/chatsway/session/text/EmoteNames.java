package dev.chatsway.session.text;

import java.util.regex.Pattern;

/** Replaces emotes by their names: viewers see one word, whatever the platform writes in its place. */
final class EmoteNames {

  /**
   * Kick's {@code [emote:37226:kekw]}, Discord's {@code <:kekw:1234>} and {@code <a:kekw:1234>}, and {@code :kekw:} of
   * YouTube and many bots. Bounded and without backtracking, because it matches untrusted text. No emote contains white
   * space, so that replacing once is enough.
   */
  private static final Pattern EMOTE =
      Pattern.compile("\\[emote:\\d{1,20}+:([^\\[\\]:<>\\s]{1,100}+)\\]"
          + "|<a?+:(\\w{1,100}+):\\d{1,30}+>"
          + "|(?<![\\p{L}\\p{N}]):([\\w+-]{1,100}+):");

  private EmoteNames() {}

  /** Replaces emotes in a text that is folded already. */
  static String replace(String text) {
    return EMOTE.matcher(text).replaceAll(" $1$2$3 ");
  }
}
