package dev.chatsway.session.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a JSON object strictly: each is checked, and unknown ones are refused. Errors are collected, so
 * that one response names up to {@link #MAX_ERRORS} of them; nothing that was read may be used before {@link #finish}
 * has returned.
 */
public final class JsonFields {

  /** Maximum errors named in one response. */
  public static final int MAX_ERRORS = 20;

  private static final int SENT_CHARACTERS = 100;
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

  private final String path;
  private final JsonNode object;
  private final List<FieldError> errors;
  private final Set<String> known = new HashSet<>();

  /** Reads {@code object}; errors prefix field names with {@code path}, which is empty or ends in a dot. */
  public JsonFields(String path, JsonNode object) {
    this(path, object, new ArrayList<>());
  }

  private JsonFields(String path, JsonNode object, List<FieldError> errors) {
    this.path = path;
    this.object = object;
    this.errors = errors;
    if (!object.isObject()) {
      errors.add(new FieldError(
          path.isEmpty() ? "body" : path.substring(0, path.length() - 1),
          sent(object),
          "a JSON object"));
    }
  }

  /** Whether the field is present and not null. */
  public boolean has(String name) {
    known.add(name);
    return object.hasNonNull(name);
  }

  /** A number in [least, most]. */
  public double number(String name, double fallback, double least, double most) {
    JsonNode node = node(name);
    if (node == null) {
      return fallback;
    }
    double number = number(node);
    if (!(number >= least && number <= most)) {
      refuse(name, "a number from " + plain(least) + " to " + plain(most));
      return fallback;
    }
    return number;
  }

  /** A whole number in [least, most]. */
  public int whole(String name, int fallback, int least, int most) {
    JsonNode node = node(name);
    if (node == null) {
      return fallback;
    }
    double number = number(node);
    if (!(number >= least && number <= most) || !node.canConvertToExactIntegral()) {
      refuse(name, "a whole number from " + least + " to " + most);
      return fallback;
    }
    return (int) number;
  }

  /** True or false. */
  public boolean flag(String name, boolean fallback) {
    JsonNode node = node(name);
    if (node != null && !node.isBoolean()) {
      refuse(name, "true or false");
    }
    return (node != null && node.isBoolean()) ? node.booleanValue() : fallback;
  }

  /** Text of least to most characters (code points); null if it is absent. */
  public @Nullable String text(String name, int least, int most) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!isText(node, least, most)) {
      refuse(name, least + " to " + most + " characters");
      return null;
    }
    return node.stringValue();
  }

  /** Text of up to {@code most} characters that errors do not repeat; null if it is absent. */
  public @Nullable String secret(String name, int most) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!isText(node, 0, most)) {
      if (errors.size() < MAX_ERRORS) {
        errors.add(new FieldError(path + name, "(secret)", "up to " + most + " characters"));
      }
      return null;
    }
    return node.stringValue();
  }

  /** Required text. */
  public String requiredText(String name, int least, int most) {
    String text = text(name, least, most);
    if (text == null && node(name) == null) {
      refuse(name, least + " to " + most + " characters");
    }
    return text == null ? "" : text;
  }

  /** Text, or a fallback if it is absent. */
  public String text(String name, String fallback, int least, int most) {
    String text = text(name, least, most);
    return text == null ? fallback : text;
  }

  /** A list of least to most texts of 1 to {@code characters} characters each. */
  public List<String> texts(
      String name, List<String> fallback, int least, int most, int characters) {
    JsonNode node = node(name);
    if (node == null) {
      return fallback;
    }
    boolean good = node.isArray() && node.size() >= least && node.size() <= most;
    if (!good || !node.valueStream().allMatch(each -> isText(each, 1, characters))) {
      refuse(
          name,
          "a list of " + least + " to " + most + " texts of 1 to " + characters + " characters");
      return fallback;
    }
    return node.valueStream().map(JsonNode::stringValue).toList();
  }

  /** One of an enum's words. */
  public <E extends Enum<E> & StringEnum> E choice(String name, E fallback) {
    JsonNode node = node(name);
    if (node == null) {
      return fallback;
    }
    E[] all = fallback.getDeclaringClass().getEnumConstants();
    for (E one : all) {
      if (node.isString() && one.wire().equals(node.stringValue())) {
        return one;
      }
    }
    refuse(
        name,
        Stream.of(all).map(StringEnum::wire).collect(Collectors.joining(", ", "one of ", "")));
    return fallback;
  }

  /** One of the given words; null if it is absent. */
  public @Nullable String oneOf(String name, List<String> words) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!node.isString() || !words.contains(node.stringValue())) {
      refuse(name, "one of " + String.join(", ", words));
      return null;
    }
    return node.stringValue();
  }

  /** {@code #rrggbb}, or null. */
  public @Nullable String colour(String name) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!node.isString() || !COLOUR.matcher(node.stringValue()).matches()) {
      refuse(name, "#rrggbb or null");
      return null;
    }
    return node.stringValue();
  }

  /** A UUID; null if it is absent. */
  public @Nullable UUID uuid(String name) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    try {
      if (node.isString() && node.stringValue().length() == 36) {
        return UUID.fromString(node.stringValue());
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    refuse(name, "a UUID");
    return null;
  }

  /** The fields of a nested object; an absent one has none. */
  public <T> T object(String name, Function<JsonFields, T> read) {
    return nested(name, node(name), read);
  }

  /**
   * The fields of a nested object that may also be sent as a text of up to {@code most} characters; an absent one has none.
   *
   * @param parse turns the text into the object
   */
  public <T> T objectOrText(
      String name, int most, Function<String, ObjectNode> parse, Function<JsonFields, T> read) {
    JsonNode node = node(name);
    if (node != null && !node.isObject() && !isText(node, 0, most)) {
      refuse(name, "a JSON object, or a text of up to " + most + " characters");
      node = null;
    } else if (node != null && node.isString()) {
      node = parse.apply(node.stringValue());
    }
    return nested(name, node, read);
  }

  private <T> T nested(String name, @Nullable JsonNode node, Function<JsonFields, T> read) {
    var inner = new JsonFields(
        path + name + ".", node == null ? JsonNodeFactory.instance.objectNode() : node, errors);
    T value = read.apply(inner);
    inner.refuseUnknown();
    return value;
  }

  /** The names of all fields, for an object whose fields have no fixed names. */
  public List<String> names() {
    return List.copyOf(object.propertyNames());
  }

  /** The objects of a list of at most {@code most}; an absent one has none. */
  public <T> List<T> objects(String name, int most, Function<JsonFields, T> read) {
    JsonNode node = node(name);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > most) {
      refuse(name, "a list of up to " + most);
      return List.of();
    }
    var values = new ArrayList<T>(node.size());
    for (int i = 0; i < node.size(); i++) {
      var inner = new JsonFields(path + name + "[" + i + "].", node.get(i), errors);
      values.add(read.apply(inner));
      inner.refuseUnknown();
    }
    return List.copyOf(values);
  }

  /** Records an error for a field. */
  public void refuse(String name, String allowed) {
    if (errors.size() >= MAX_ERRORS) {
      return;
    }
    errors.add(new FieldError(path + cut(name), sent(object.path(name)), allowed));
  }

  /**
   * Finishes reading.
   *
   * @throws InvalidFieldsException if there was any error or unknown field, naming at most {@link #MAX_ERRORS}
   */
  public void finish() {
    refuseUnknown();
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
  }

  private void refuseUnknown() {
    for (String name : object.propertyNames()) {
      if (errors.size() >= MAX_ERRORS) {
        return;
      }
      if (!known.contains(name)) {
        refuse(
            name,
            known.stream().sorted().collect(Collectors.joining(", ", "only the fields ", "")));
      }
    }
  }

  private @Nullable JsonNode node(String name) {
    known.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /** NaN for what is no number, or beyond the range of a double. */
  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue(Double.NaN) : Double.NaN;
  }

  private static boolean isText(JsonNode node, int least, int most) {
    if (!node.isString()) {
      return false;
    }
    String text = node.stringValue();
    int length = text.codePointCount(0, text.length());
    return length >= least && length <= most && isWhole(text);
  }

  /** An unpaired surrogate has no UTF-8 form: something other than what was sent would be stored. */
  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(character -> character >= 0xD800 && character <= 0xDFFF);
  }

  private static String sent(JsonNode node) {
    String json = node.isMissingNode() ? "nothing" : node.toString();
    return cut(json);
  }

  private static String cut(String text) {
    return text.length() <= SENT_CHARACTERS ? text : text.substring(0, SENT_CHARACTERS) + "…";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
