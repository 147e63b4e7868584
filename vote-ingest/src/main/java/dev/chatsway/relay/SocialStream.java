package dev.chatsway.relay;

import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.ingest.Role;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Social Stream Ninja's listener, channel 4 of a session: the chat of many sites, as {@code chatname},
 * {@code chatmessage} (HTML, unless {@code textonly}) and {@code type}, often with {@code userid} and {@code id}. It
 * uses its own message ids, so a line that also arrives by another route counts twice.
 */
public record SocialStream() implements Relay {

  private static final String IMAGE = "<img ";
  private static final String NAME = " alt=\"";
  private static final Pattern SITE = Pattern.compile("[a-z0-9]{1,20}");

  @Override
  public String name() {
    return "Social Stream Ninja";
  }

  @Override
  public List<String> opening() {
    return List.of();
  }

  @Override
  public boolean saysReady() {
    return false;
  }

  @Override
  public Meaning understand(JsonNode message) {
    var site = message.path("type").asString("").toLowerCase(Locale.ROOT);
    var name = message.path("chatname").asString("");
    var chat = message.path("chatmessage").asString("");
    if (!SITE.matcher(site).matches() || name.isEmpty() || chat.isEmpty()) {
      return Meaning.NOTHING; // an event without a line of chat
    }
    var user = message.path("userid").asString("");
    var id = message.path("id").asString("");
    return Meaning.line(new ChatMessage(
        site + ":" + (user.isEmpty() ? "@" + name : user),
        "socialstream:" + (id.isEmpty() ? UUID.randomUUID().toString() : site + ":" + id),
        message.path("textonly").asBoolean(false) ? chat : text(chat),
        null,
        Role.EVERYONE,
        false));
  }

  /** The visible text of HTML, with images replaced by their names. */
  static String text(String html) {
    var bare = new StringBuilder(html.length());
    int at = 0;
    for (int start = html.indexOf('<'); start >= 0; start = html.indexOf('<', at)) {
      int end = endOfTag(html, start);
      if (end < 0) {
        break; // one pass over what strangers write
      }
      bare.append(html, at, start).append(imageName(html.substring(start, end)));
      at = end + 1;
    }
    return bare.append(html, at, html.length())
        .toString()
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /** Where a tag ends; negative if it does not. A {@code >} in quotes does not end it. */
  private static int endOfTag(String html, int start) {
    boolean isQuoted = false;
    for (int i = start + 1; i < html.length(); i++) {
      char next = html.charAt(i);
      if (next == '>' && !isQuoted) {
        return i;
      }
      isQuoted ^= next == '"';
    }
    return -1;
  }

  private static String imageName(String tag) {
    int image = tag.lastIndexOf(IMAGE);
    int name = image < 0 ? -1 : tag.indexOf(NAME, image);
    int end = name < 0 ? -1 : tag.indexOf('"', name + NAME.length());
    return end < 0 ? "" : tag.substring(name + NAME.length(), end);
  }
}
