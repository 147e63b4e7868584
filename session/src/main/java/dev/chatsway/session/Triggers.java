package dev.chatsway.session;

import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.text.TextNormalizer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules for the triggers of the two sides: none is on both, and none is empty after normalizing. */
final class Triggers {

  private Triggers() {}

  static void check(JsonFields fields, List<String> forTriggers, List<String> againstTriggers) {
    Set<String> pro = checkEach(fields, "forTriggers", forTriggers);
    Set<String> contra = checkEach(fields, "againstTriggers", againstTriggers);
    pro.retainAll(contra);
    if (!pro.isEmpty()) {
      fields.refuse(
          "againstTriggers",
          "triggers that are not also on the other side; on both: " + String.join(" ", pro));
    }
  }

  /** A side's triggers and its label, unless the label is empty or would be on both sides. */
  static List<String> withLabel(
      List<String> own, String label, List<String> others, String otherLabel) {
    String normal = TextNormalizer.normalize(label);
    boolean counts = !normal.isEmpty()
        && Stream.concat(others.stream(), Stream.of(otherLabel))
            .map(TextNormalizer::normalize)
            .noneMatch(normal::equals);
    return counts ? Stream.concat(own.stream(), Stream.of(label)).toList() : own;
  }

  private static Set<String> checkEach(JsonFields fields, String name, List<String> triggers) {
    Set<String> normal =
        triggers.stream().map(TextNormalizer::normalize).collect(Collectors.toSet());
    if (normal.contains("")) {
      fields.refuse(name, "triggers with at least one visible character");
    }
    return normal;
  }
}
