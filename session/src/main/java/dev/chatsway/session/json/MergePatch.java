package dev.chatsway.session.json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7396 section 2. */
public final class MergePatch {

  private MergePatch() {}

  /** {@code target} with {@code patch} applied; neither is changed. */
  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged =
        target.isObject() ? (ObjectNode) target.deepCopy() : JsonNodeFactory.instance.objectNode();
    patch.forEachEntry((name, value) -> {
      if (value.isNull()) {
        merged.remove(name);
      } else {
        JsonNode old = merged.get(name);
        merged.set(name, apply(old == null ? JsonNodeFactory.instance.nullNode() : old, value));
      }
    });
    return merged;
  }

  /** {@code target}, of which {@code before} was read, with what it lacks or what differs in {@code after}, and without
   * what is only in {@code before}; the rest stays. */
  public static JsonNode change(JsonNode target, JsonNode before, JsonNode after) {
    if (!(target.isObject() && before.isObject() && after.isObject())) {
      return after;
    }
    ObjectNode changed = (ObjectNode) target.deepCopy();
    after.forEachEntry((name, value) -> {
      if (!target.has(name) || !value.equals(before.path(name))) {
        changed.set(name, change(target.path(name), before.path(name), value));
      }
    });
    before.propertyNames().stream().filter(name -> !after.has(name)).forEach(changed::remove);
    return changed;
  }
}
