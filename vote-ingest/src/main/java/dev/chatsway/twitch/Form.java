package dev.chatsway.twitch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parameters as a form or a query has them. */
final class Form {

  static final String TYPE = "application/x-www-form-urlencoded";

  private Form() {}

  /** Names and values by turns. */
  static String of(String... namesAndValues) {
    var form = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(encoded(namesAndValues[i + 1]));
    }
    return form.toString();
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
