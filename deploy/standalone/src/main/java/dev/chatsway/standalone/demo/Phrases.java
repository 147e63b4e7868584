package dev.chatsway.standalone.demo;

import dev.chatsway.session.Side;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the demo's viewers type. Votes are written in all the ways that chat writes them; small talk is never one. */
final class Phrases {

  /** Beside the usual triggers, what the demo's bar is about. */
  static final List<String> FOR_TRIGGERS = List.of("+", "+1", "1", "yes", "jump");

  static final List<String> AGAINST_TRIGGERS = List.of("-", "-1", "2", "no", "stay");

  static final List<String> FOR = list("""
      + | + | + | + | ++ | +++ | +1 | +1 | 1 | 1 | 11 | yes | Yes | YES | yes! | yes yes | yes yes yes!! | jump |
      jump! | JUMP!!! | jump jump | ＋ | １ | ＹＥＳ""");

  static final List<String> AGAINST = list("""
      - | - | - | - | -- | --- | -1 | -1 | 2 | 2 | 22 | no | No | NO | no! | no no | no no no!! | stay | stay! |
      STAY!!! | stay stay | – | − | ２ | ＮＯ""");

  static final List<String> SMALL_TALK = list("""
      LUL | KEKW | KEKW KEKW | PogChamp | monkaS | hi chat | hello from Porto | first time here | what game is this? |
      how long is this run | that was close | no way he makes it | yesterday was worse | clip it | someone clip that |
      the gap is bigger than it looks | he always says that | trust | jumping is for heroes | stay hydrated everyone |
      not again | 1 heart left | 2 coins short | my dog is watching too | brb tea | what did I miss | this music |
      gg | GG | F | ??? | wait what | one more try | music is so good | lag? | no lag here | chat calm down | same |
      true | nooooo | yessss sir | +rep | -2 for style | 10/10 | W | back | good evening | he is thinking |
      nobody move | the moon is huge""");

  /** What chat clients append, so that Twitch lets the same text through twice; nobody sees it (docs/interface.md, section 6). */
  static final List<String> INVISIBLE = List.of(" \uDB40\uDC00", "\u034F", " \u034F", "\u200B");

  private static final double WITH_INVISIBLE = 0.25;

  private Phrases() {}

  static String vote(Side side, RandomGenerator random) {
    var vote = any(side == Side.FOR ? FOR : AGAINST, random);
    return random.nextDouble() < WITH_INVISIBLE ? vote + any(INVISIBLE, random) : vote;
  }

  static String smallTalk(RandomGenerator random) {
    return any(SMALL_TALK, random);
  }

  private static List<String> list(String text) {
    return List.of(text.split("\\s*\\|\\s*"));
  }

  static <T> T any(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
