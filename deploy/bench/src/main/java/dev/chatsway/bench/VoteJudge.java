package dev.chatsway.bench;

import dev.chatsway.bench.NemesisOverlay.Seen;
import dev.chatsway.bench.NemesisVotes.Cast;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The exact model of the votes: what was acknowledged, and not lost where a vote may be, is what has to be counted.
 *
 * @param forgotten votes that were acknowledged, and that Redis does not know
 * @param lossy when votes may have been acknowledged that no replica had
 */
record VoteJudge(Findings findings, List<Cast> casts, Set<Cast> forgotten, List<Span> lossy) {

  private static final double EXACT = 1e-6;

  /** Each was answered and is known, and was counted once. */
  void answers() {
    for (Cast cast : casts) {
      var counted = cast.counted();
      if (!cast.isAnswered()) {
        findings.add("unanswered", cast.id());
      } else if (forgotten.contains(cast) && !mayBeLost(cast)) {
        findings.add("lost", cast.id() + ", acknowledged where none may be lost");
      } else if (counted.size() > 1 && !mayBeLost(cast)) {
        findings.add("counted_twice", cast.id());
      }
    }
  }

  /** Those that a server took with it that had not replicated them. */
  long unreplicated() {
    return forgotten.stream().filter(this::mayBeLost).count();
  }

  private boolean mayBeLost(Cast cast) {
    return lossy.stream().anyMatch(span -> cast.answers().stream().anyMatch(span::holds));
  }

  /** The counts of a bar, and what the law makes of when its votes were counted. */
  void bar(NemesisBar bar, Seen seen, long asked) {
    side(bar, seen, asked, true);
    side(bar, seen, asked, false);
    if (!bar.agrees(seen)) {
      findings.add("law", bar + " " + seen.json());
    }
  }

  private void side(NemesisBar bar, Seen seen, long asked, boolean isFor) {
    String side = isFor ? "for" : "against";
    var kept = kept(bar, isFor).toList();
    double least = 0;
    double most = 0;
    for (Cast cast : kept) {
      Span when = when(cast);
      least += bar.left(seen.at() - when.from());
      most += bar.left(asked - when.to());
    }
    counted(bar + " " + side, seen.json().path(side + "Votes").asLong(), kept.size());
    double tally = seen.json().path(side).asDouble();
    if (tally < least * (1 - EXACT) - EXACT || tally > most * (1 + EXACT) + EXACT) {
      findings.add(
          "tally", "%s %s: %s, by the law %s to %s".formatted(bar, side, tally, least, most));
    }
  }

  private void counted(String what, long counted, long votes) {
    if (counted != votes) {
      findings.add("count", "%s: %s, acknowledged %s".formatted(what, counted, votes));
    }
  }

  /** The counts of a bar's timeline. */
  void timeline(NemesisBar bar, JsonNode timeline) {
    for (boolean isFor : new boolean[] {true, false}) {
      String side = isFor ? "for" : "against";
      long counted = timeline
          .path("points")
          .valueStream()
          .mapToLong(point -> point.path(side).asLong())
          .sum();
      counted("timeline of " + bar + " " + side, counted, kept(bar, isFor).count());
    }
  }

  private Stream<Cast> kept(NemesisBar bar, boolean isFor) {
    return casts.stream()
        .filter(cast -> cast.bar() == bar.number() && cast.isFor() == isFor)
        .filter(cast -> cast.isAnswered() && !forgotten.contains(cast));
  }

  /** Within which it was counted; a request that was held up may have done so after one whose vote was lost. */
  private Span when(Cast cast) {
    var counted = cast.counted();
    if (mayBeLost(cast)) {
      return new Span(cast.firstSent(), Long.MAX_VALUE);
    }
    return counted.size() == 1
        ? counted.get(0)
        : new Span(cast.firstSent(), cast.answers().get(0));
  }
}
