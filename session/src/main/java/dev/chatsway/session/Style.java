package dev.chatsway.session;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.chatsway.session.json.JsonFields;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A streamer's own theme: values of the documented custom properties (docs/overlay.md) that replace those of a bundled one. A value is
 * accepted only if all of it has one of a few forms, none of which can name a URL, so that it can make no page load anything.
 *
 * @param properties CSS values by the names of their custom properties
 */
public record Style(@JsonValue SortedMap<String, String> properties) {

  /** The longest CSS text, in characters. */
  static final int CHARACTERS = 4096;

  private static final String PREFIX = "--chatsway-";
  private static final int VALUE_CHARACTERS = 200;
  private static final Pattern WRAPPED = Pattern.compile(":root\\s*\\{(.*)\\}", Pattern.DOTALL);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Copies the map. */
  public Style {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /**
   * The form of a value.
   *
   * @param accepts whether a value, in which blanks are single, has this form
   * @param allowed what is accepted, for error messages
   */
  private record Form(Predicate<String> accepts, String allowed) {}

  private static final String CHANNEL = "\\d{1,3}(?:\\.\\d{1,3})?";
  private static final String ALPHA = "(?:\\d?\\.\\d{1,3}|[01]|\\d{1,3}(?:\\.\\d{1,3})?%)";
  private static final Pattern COLOUR = Pattern.compile(
      "#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})"
          + "|rgba?\\( ?N(?: N N(?: ?/ ?A)?| ?, ?N ?, ?N(?: ?, ?A)?) ?\\)"
              .replace("N", CHANNEL)
              .replace("A", ALPHA)
          + "|hsla?\\( ?N(?: N% N%(?: ?/ ?A)?| ?, ?N% ?, ?N%(?: ?, ?A)?) ?\\)"
              .replace("N", CHANNEL)
              .replace("A", ALPHA),
      Pattern.CASE_INSENSITIVE);
  private static final Set<String> COLOURS = Set.of("""
      transparent aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
      cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen
      darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue
      darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite
      forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory
      khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen
      lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime
      limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
      mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive
      olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
      powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
      slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke
      yellow yellowgreen""".strip().split("\\s+"));
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}(?:\\.\\d{1,3})?");
  private static final String FAMILY = "(?:\"[\\p{L}\\p{N} _-]{1,60}\"|'[\\p{L}\\p{N} _-]{1,60}'"
      + "|(?!(?:inherit|initial|unset|revert|default)\\b)[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*)";
  private static final Pattern FONT =
      Pattern.compile(FAMILY + "(?: ?, ?" + FAMILY + "){0,7}", Pattern.CASE_INSENSITIVE);

  private static final Map<String, Form> FORMS = forms();

  private static Map<String, Form> forms() {
    var colour = new Form(
        value -> COLOURS.contains(value.toLowerCase(Locale.ROOT))
            || COLOUR.matcher(value).matches(),
        "a colour: #rgb, #rrggbb, #rrggbbaa, rgb(15 18 26 / 88%), hsl(210 50% 40%), or the name of a CSS colour");
    var forms = new TreeMap<String, Form>();
    Stream.of("for", "against", "hatch", "text", "panel", "border", "track", "knob", "halo")
        .forEach(name -> forms.put(PREFIX + name, colour));
    forms.put(
        PREFIX + "font",
        new Form(
            value -> FONT.matcher(value).matches(),
            "names of installed fonts separated by commas, such as \"Exo 2\", sans-serif"));
    forms.put(PREFIX + "font-size", number("a number", 0.5, 1.5, ""));
    forms.put(PREFIX + "weight", number("a number", 100, 900, ""));
    forms.put(PREFIX + "width", number("pixels", 100, 7680, "px"));
    forms.put(PREFIX + "height", number("pixels", 30, 1080, "px"));
    forms.put(PREFIX + "radius", number("pixels", 0, 500, "px"));
    forms.put(PREFIX + "thickness", number("pixels", 2, 500, "px"));
    return forms;
  }

  private static Form number(String what, double least, double most, String unit) {
    String ends = Stream.of(least, most)
        .map(end ->
            (end == Math.rint(end) ? String.valueOf(Math.round(end)) : String.valueOf(end)) + unit)
        .collect(Collectors.joining(" to "));
    return new Form(
        value -> {
          String digits =
              value.endsWith(unit) ? value.substring(0, value.length() - unit.length()) : "";
          return NUMBER.matcher(digits).matches()
              && Double.parseDouble(digits) >= least
              && Double.parseDouble(digits) <= most;
        },
        what + " from " + ends);
  }

  static Style read(JsonFields fields) {
    var properties = new TreeMap<String, String>();
    FORMS.forEach((name, form) -> {
      String sent = fields.text(name, 0, VALUE_CHARACTERS);
      if (sent != null) {
        String value = BLANKS.matcher(sent.strip()).replaceAll(" ");
        if (form.accepts().test(value)) {
          properties.put(name, value);
        } else {
          fields.refuse(name, form.allowed());
        }
      }
    });
    return new Style(properties);
  }

  /**
   * The declarations of a CSS text, {@code :root { … }} around them or not, with comments between them or none. Nothing is checked
   * here: what is no declaration becomes a property whose name no reader knows.
   */
  static ObjectNode declarations(String css) {
    String rest = uncommented(css);
    var wrapped = WRAPPED.matcher(rest);
    if (wrapped.matches()) {
      rest = wrapped.group(1);
    }
    ObjectNode declarations = JsonNodeFactory.instance.objectNode();
    for (rest = uncommented(rest); !rest.isEmpty(); rest = uncommented(rest)) {
      int end = rest.indexOf(';') < 0 ? rest.length() : rest.indexOf(';');
      String[] parts = rest.substring(0, end).split(":", 2);
      if (end > 0) {
        declarations.put(parts[0].strip(), parts.length > 1 ? parts[1].strip() : "");
      }
      rest = rest.substring(Math.min(end + 1, rest.length()));
    }
    return declarations;
  }

  /** Without the blanks and comments that it begins with, and blanks at its end. */
  private static String uncommented(String css) {
    String rest = css.strip();
    while (rest.startsWith("/*") && rest.indexOf("*/", 2) > 0) {
      rest = rest.substring(rest.indexOf("*/", 2) + 2).strip();
    }
    return rest;
  }
}
