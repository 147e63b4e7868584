package dev.chatsway.bench;

import java.util.Map;
import java.util.TreeMap;

/** What was not as it has to be: how often, and the first of each kind in words. */
final class Findings {

  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, String> first = new TreeMap<>();

  synchronized void add(String kind, String what) {
    counts.merge(kind, 1L, Long::sum);
    first.putIfAbsent(kind, what);
  }

  synchronized long count(String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  synchronized boolean isEmpty() {
    return counts.isEmpty();
  }

  /** One sentence for each kind. */
  synchronized String because() {
    var sentences = new StringBuilder();
    counts.forEach((kind, count) -> sentences
        .append(sentences.isEmpty() ? "" : "; ")
        .append("%s (%s): %s".formatted(kind, count, first.get(kind))));
    return sentences.toString();
  }
}
