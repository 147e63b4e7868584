package dev.chatsway.session;

import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.text.TextNormalizer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rule that the two sides' triggers have to keep: none on both sides, each with something left to look for. */
final class Triggers {

  private Triggers() {}

  static void check(JsonFields fields, List<String> forTriggers, List<String> againstTriggers) {
    Set<String> pro = checkEach(fields, "forTriggers", forTriggers);
    Set<String> contra = checkEach(fields, "againstTriggers", againstTriggers);
    pro.retainAll(contra);
    if (!pro.isEmpty()) {
      fields.refuse(
          "againstTriggers",
          "triggers that are not on the other side too; on both: " + String.join(" ", pro));
    }
  }

  private static Set<String> checkEach(JsonFields fields, String name, List<String> triggers) {
    Set<String> normal =
        triggers.stream().map(TextNormalizer::normalize).collect(Collectors.toSet());
    if (normal.contains("")) {
      fields.refuse(
          name, "triggers of which something is left without white space and invisible characters");
    }
    return normal;
  }
}
