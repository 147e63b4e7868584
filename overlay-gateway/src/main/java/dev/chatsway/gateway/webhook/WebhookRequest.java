package dev.chatsway.gateway.webhook;

import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import java.net.URI;
import java.net.URISyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * A webhook that somebody wants to add.
 *
 * @param url http or https, with a host that may be allowed
 */
record WebhookRequest(String url) {

  private static final int URL_CHARACTERS = 500;
  private static final int MOST_PORT = 65_535;
  private static final String ALLOWED =
      "an absolute http or https URL of 1 to 500 ASCII characters, without user and fragment";

  /**
   * Reads {@code {"url"}}.
   *
   * @throws InvalidFieldsException naming each field that is unknown or not allowed
   */
  static WebhookRequest parse(JsonNode json, TargetPolicy policy) {
    var fields = new JsonFields("", json);
    var url = fields.requiredText("url", 1, URL_CHARACTERS);
    if (!url.isEmpty()) {
      check(fields, url, policy);
    }
    fields.finish();
    return new WebhookRequest(url);
  }

  private static void check(JsonFields fields, String text, TargetPolicy policy) {
    try {
      var url = new URI(text);
      var scheme = url.getScheme();
      boolean isGood = ("https".equals(scheme) || "http".equals(scheme))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawFragment() == null
          && url.getPort() <= MOST_PORT
          && text.chars().allMatch(c -> c > ' ' && c < 127);
      if (!isGood) {
        fields.refuse("url", ALLOWED);
      } else if (!policy.mayAllow(url.getHost().replaceAll("[\\[\\]]", ""))) {
        fields.refuse("url", "hosts that the operator allows (WEBHOOK_TARGETS): " + policy.words());
      }
    } catch (URISyntaxException e) {
      fields.refuse("url", ALLOWED);
    }
  }
}
