package dev.chatsway.bench.jmh;

import dev.chatsway.session.Match;
import dev.chatsway.session.text.TriggerMatcher;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Lines of chat judged one after the other: mostly talk, some votes, some of it not ASCII. */
@State(Scope.Benchmark)
public class JudgeMicro {

  private static final List<String> CHAT = List.of(
      "+1",
      "what a play, did you see that one",
      "LUL LUL LUL",
      "no",
      "@streamer yes!!",
      "KEKW he really did that, I can't believe it, somebody clip this please",
      "gg",
      "–",
      "yesterday was better",
      "ça c'est du jeu ❤️",
      "PogChamp PogChamp",
      "1 because he is right",
      "when is the next match?",
      "ok",
      "草草草草",
      "++");

  /** Triggers a side. */
  @Param({"4", "50"})
  private int triggers = 4;

  private TriggerMatcher judge = new TriggerMatcher(List.of("+"), List.of("-"), Match.LEADING);
  private int next;

  /** Compiles the triggers. */
  @Setup(Level.Trial)
  public void compile() {
    judge = new TriggerMatcher(
        triggers("yes", List.of("+", "+1", "1", "yes")),
        triggers("no", List.of("-", "-1", "2", "no")),
        Match.LEADING);
  }

  private List<String> triggers(String word, List<String> usual) {
    return IntStream.range(0, triggers)
        .mapToObj(i -> i < usual.size() ? usual.get(i) : word + " " + i)
        .toList();
  }

  /** One line. */
  @Benchmark
  public MatchResult judge() {
    next = (next + 1) % CHAT.size();
    return judge.match(CHAT.get(next));
  }
}
