package dev.chatsway.standalone;

import dev.chatsway.redis.vote.TracedVotes.TracedVote;
import dev.chatsway.session.Tracing.Frames;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;

/**
 * What clients were shown within the last seconds, and the traced votes that were not among it yet. Both are bounded; what
 * is beyond is left out of its trace.
 */
final class ShownVotes {

  private static final int MOST = 1 << 15; // since the last match
  private static final long KEPT = Duration.ofSeconds(5).toNanos();

  /**
   * The first frames that show a revision of a session.
   *
   * @param before the revision shown before
   * @param tick when its tick began, in nanoseconds since 1970
   */
  record Shown(UUID session, long before, long revision, long tick, Frames frames) {
    private boolean isFirstOf(TracedVote vote) {
      return before < vote.revision() && vote.revision() <= revision;
    }
  }

  private record Waiting(TracedVote vote, long since) {}

  private final BlockingQueue<Shown> latest = new ArrayBlockingQueue<>(MOST);

  // one match at a time
  private final Map<UUID, Queue<Shown>> shown = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /** From any thread; never blocks. */
  void add(Shown frames) {
    latest.offer(frames);
  }

  /** Whether there is nothing that a vote could be found in. */
  synchronized boolean isEmpty() {
    return latest.isEmpty() && shown.isEmpty();
  }

  /**
   * Calls {@code found} for each vote that was shown, with its first frames; keeps the others for the next calls.
   *
   * @param now in nanoseconds since 1970
   */
  synchronized void match(List<TracedVote> votes, long now, BiConsumer<TracedVote, Shown> found) {
    var added = new ArrayList<Shown>();
    latest.drainTo(added);
    added.forEach(
        each -> shown.computeIfAbsent(each.session(), id -> new ArrayDeque<>()).add(each));
    votes.forEach(each -> waiting.add(new Waiting(each, now)));
    waiting.removeIf(each -> {
      var first = first(each.vote());
      first.ifPresent(frames -> found.accept(each.vote(), frames));
      return first.isPresent() || now - each.since() > KEPT;
    });
    shown.values().removeIf(frames -> {
      frames.removeIf(each -> now - each.tick() > KEPT);
      return frames.isEmpty();
    });
  }

  private Optional<Shown> first(TracedVote vote) {
    return shown.getOrDefault(vote.session(), new ArrayDeque<>()).stream()
        .filter(each -> each.isFirstOf(vote))
        .findFirst();
  }
}
