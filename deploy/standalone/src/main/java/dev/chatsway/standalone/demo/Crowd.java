package dev.chatsway.standalone.demo;

import dev.chatsway.session.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Some hundred viewers in one chat: who types next, and what. Pure: the same random numbers type the same lines. */
final class Crowd {

  static final int VOTERS = 300;

  private static final int FIRST_ID = 700_000_000;
  private static final List<String> ADJECTIVES = List.of(
      "Brave", "Calm", "Cosmic", "Fuzzy", "Jolly", "Lucky", "Mellow", "Nimble", "Quiet", "Rusty",
      "Sleepy", "Witty");
  private static final List<String> ANIMALS = List.of(
      "Otter", "Lynx", "Heron", "Gecko", "Panda", "Raven", "Yak", "Moth", "Newt", "Koala", "Tapir",
      "Wombat");

  private final RandomGenerator random;
  private final Mood mood;
  private final List<Voter> voters = new ArrayList<>();

  Crowd(RandomGenerator random, Mood mood) {
    this.random = random;
    this.mood = mood;
    for (int i = 0; i < VOTERS; i++) {
      var name = Phrases.any(ADJECTIVES, random) + Phrases.any(ANIMALS, random) + (i + 1);
      voters.add(new Voter(String.valueOf(FIRST_ID + i), name.toLowerCase(Locale.ROOT), name));
    }
  }

  /** The next line of chat; {@code seconds} from any start never go back. */
  Line next(double seconds) {
    var inclination = mood.at(seconds);
    if (random.nextDouble() >= inclination.votes()) {
      return new Line(anyone(), Phrases.smallTalk(random));
    }
    var side = random.nextDouble() < inclination.support() ? Side.FOR : Side.AGAINST;
    mood.voted(side, seconds);
    return new Line(anyone(), Phrases.vote(side, random));
  }

  /** In every chat a few type a lot: the first quarter of this one types half of it. */
  private Voter anyone() {
    var low = random.nextDouble();
    return voters.get((int) (voters.size() * low * low));
  }
}
