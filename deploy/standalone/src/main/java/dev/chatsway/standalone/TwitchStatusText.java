package dev.chatsway.standalone;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The answer of {@code GET /api/v1/twitch}, for a person. */
final class TwitchStatusText {

  private TwitchStatusText() {}

  static String of(JsonNode report) {
    var text = new StringBuilder();
    if (report.path("configured").asBoolean()) {
      application(text, report);
      channels(text, report.path("channels"));
      todo(text, report.path("todo"));
    } else {
      line(text, "not set up", "missing: " + joined(report.path("missing")));
      todo(text, report.path("todo"));
    }
    return text.toString();
  }

  private static void application(StringBuilder text, JsonNode report) {
    var token = report.path("appToken");
    var conduit = report.path("conduit");
    var bot = report.path("bot");
    line(
        text,
        "app token",
        token.path("ok").asBoolean() ? "ok" : "none: " + token.path("problem").asString(""));
    line(
        text,
        "bot",
        bot.path("userId").asString() + ", "
            + (bot.path("consented").asBoolean() ? "has consented" : "no consent known here"));
    line(
        text,
        "conduit",
        conduit.path("id").isNull() ? "none yet" : conduit.path("id").asString());
    line(
        text,
        "shard",
        conduit.path("shard").asString() + ", " + conduit.path("callback").asString());
    var last = report.path("lastPass");
    line(
        text,
        "compared",
        last.isNull()
            ? "not yet"
            : last.path("at").asString()
                + (last.path("problem").isNull()
                    ? ""
                    : ", and failed: " + last.path("problem").asString()));
  }

  private static void channels(StringBuilder text, JsonNode channels) {
    text.append(channels.isEmpty() ? "\nNo session has a Twitch channel.\n" : "\n");
    for (var channel : channels) {
      var reason = channel.path("reason").asString("");
      line(
          text,
          channel.path("channel").asString(),
          channel.path("status").asString() + (reason.isEmpty() ? "" : " (" + reason + ")"));
      for (var session : channel.path("sessions")) {
        line(
            text,
            "",
            "session " + session.path("id").asString() + " "
                + session.path("name").asString());
      }
      if (channel.path("todo").isString()) {
        line(text, "", "-> " + channel.path("todo").stringValue());
      }
    }
  }

  private static void todo(StringBuilder text, JsonNode todo) {
    text.append(todo.isEmpty() ? "" : "\nTo do:\n");
    todo.forEach(each -> text.append("- ").append(each.asString()).append('\n'));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value));
  }

  private static String joined(JsonNode words) {
    return String.join(", ", words.valueStream().map(JsonNode::asString).toList());
  }
}
