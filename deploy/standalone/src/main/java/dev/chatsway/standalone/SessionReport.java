package dev.chatsway.standalone;

import dev.chatsway.redis.session.SessionSnapshot;
import dev.chatsway.session.Channel;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A session for a person to read: one thing a line, and of each secret no more than tells two of them apart. */
record SessionReport(SessionSnapshot now, LastWrite lastWrite) {

  private static final int SHOWN_CHARACTERS = 4;

  /** The same in every webhook secret (Standard Webhooks), so it tells nothing. */
  private static final String WEBHOOK_PREFIX = "whsec_";

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1F\\x7F-\\x9F\\u2028\\u2029]");

  String text() {
    var session = now.session();
    var live = now.live();
    var text = new StringBuilder();
    line(text, "session", session.id());
    line(text, "name", session.name());
    line(text, "created", session.createdAt());
    line(
        text,
        "channels",
        session.channels().stream().map(SessionReport::channel).collect(Collectors.joining(", ")));
    line(text, "value now", number(live.value()));
    line(
        text,
        "tallies now",
        "for " + number(live.forTally()) + ", against " + number(live.againstTally()));
    line(text, "decay rate", live.decayRate() + " 1/s");
    line(
        text,
        "last written",
        lastWrite.at().truncatedTo(ChronoUnit.MILLIS) + ", when the sum was "
            + number(lastWrite.value()));
    line(text, "revision", live.revision());
    line(text, "settings revision", live.settingsRevision());
    line(text, "edits", session.edits());
    line(text, "library version", live.libraryVersion());
    line(text, "overlay id", shortened(session.overlayId().toString()));
    line(text, "vote token", shortened(session.voteToken()));
    line(text, "link token", shortened(session.linkToken()));
    line(text, "owner token", shortened(session.ownerToken()));
    line(text, "webhook secret", shortened(session.webhookSecret()));
    line(
        text,
        "old webhook secrets",
        session.oldWebhookSecrets().isEmpty()
            ? "none"
            : session.oldWebhookSecrets().stream()
                .map(SessionReport::shortened)
                .collect(Collectors.joining(" ")));
    line(text, "control token", shortened(session.controlToken()));
    line(text, "deck token", shortened(session.deckToken()));
    text.append("settings\n");
    JsonMapper.shared()
        .readTree(session.settings().toJson())
        .forEachEntry((name, value) -> line(text, "  " + name, value));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "%-20s %s%n", name, escaped(String.valueOf(value))));
  }

  /** Control characters and line breaks, which older builds accepted in names, as they stand in JSON: a terminal obeys them. */
  private static String escaped(String value) {
    return CONTROL
        .matcher(value)
        .replaceAll(
            found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  private static String channel(Channel channel) {
    if (channel.url() != null) {
      return channel.platform() + ":" + shortened(channel.url());
    }
    return channel.platform() + ":"
        + (channel.login() == null ? channel.id() : "@" + channel.login());
  }

  private static String shortened(@Nullable String secret) {
    if (secret == null) {
      return "none";
    }
    var prefix = secret.startsWith(WEBHOOK_PREFIX) ? WEBHOOK_PREFIX.length() : 0;
    return secret.substring(0, prefix + SHOWN_CHARACTERS) + "…";
  }
}
