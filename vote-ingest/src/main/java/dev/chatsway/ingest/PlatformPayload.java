package dev.chatsway.ingest;

import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Reads the needed fields of a platform's JSON and ignores the rest, because platforms add fields without notice. Paths
 * are JSON Pointers (RFC 6901). Nothing that was read may be used until {@link #finish} has returned.
 */
final class PlatformPayload {

  private static final int ID_CHARACTERS = 200;

  private static final Map<String, JsonPointer> POINTERS = new ConcurrentHashMap<>();

  private final JsonNode root;
  private final List<FieldError> errors = new ArrayList<>();

  PlatformPayload(JsonNode root) {
    this.root = root;
  }

  /** A required text. */
  String text(String path) {
    var node = at(path);
    if (!node.isString()) {
      refuse(path, node, "text");
      return "";
    }
    return node.stringValue();
  }

  /** A required id: text, or a whole number as Kick sends them. */
  String id(String path) {
    var node = at(path);
    var id = node.isIntegralNumber() ? node.asString() : node.isString() ? node.stringValue() : "";
    if (id.isEmpty() || id.length() > ID_CHARACTERS) {
      refuse(path, node, "an id of 1 to " + ID_CHARACTERS + " characters");
    }
    return id;
  }

  /** An optional id; may be null. */
  @Nullable
  String optionalId(String path) {
    var node = at(path);
    return node.isMissingNode() || node.isNull() ? null : id(path);
  }

  /** The texts under {@code key} in a list of objects; none if there is no such list. */
  Stream<String> texts(String listPath, String key) {
    return at(listPath)
        .valueStream()
        .map(each -> each.path(key))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue);
  }

  /**
   * Finishes reading.
   *
   * @throws InvalidFieldsException naming all invalid fields
   */
  void finish() {
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
  }

  private JsonNode at(String path) { // paths are constants, so there are few
    return root.at(POINTERS.computeIfAbsent(path, JsonPointer::compile));
  }

  private void refuse(String path, JsonNode node, String allowed) {
    var sent = node.isMissingNode()
        ? "nothing"
        : node.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
    errors.add(new FieldError(path.substring(1).replace('/', '.'), sent, allowed));
  }
}
