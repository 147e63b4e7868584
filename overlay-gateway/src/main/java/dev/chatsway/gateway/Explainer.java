package dev.chatsway.gateway;

import akka.http.javadsl.model.HttpResponse;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import dev.chatsway.session.Sides;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VotePreview;
import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.text.TriggerMatcher;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says how a line of chat would count in a session at this moment, and why; counts and writes nothing. */
final class Explainer {

  /** The platforms of votes; a voter is identified by one and an id. The first is the default. */
  private static final List<String> PLATFORMS = List.of("bot", "link", "twitch", "kick");

  private static final int TEXT_CHARACTERS = 64 * 1024;
  private static final int VOTER_CHARACTERS = 200;
  private static final int CHANNEL_CHARACTERS = 100;

  /**
   * The answer.
   *
   * @param normalized the text as it is compared with the triggers
   * @param status a vote status of docs/interface.md, section 3
   * @param side for or against; null if the text is not a vote
   * @param trigger the trigger that decided, as it is compared; null if none did
   * @param found how it was found: whole, repeated or leading
   * @param reason the same in words
   */
  private record Explained(
      String normalized,
      String status,
      @Nullable String side,
      @Nullable String trigger,
      @Nullable String found,
      String reason) {}

  private final Sessions sessions;
  private final Votes votes;

  Explainer(Sessions sessions, Votes votes) {
    this.sessions = sessions;
    this.votes = votes;
  }

  /** Answers {@code {"text", "voter"?, "platform"?, "channel"?}}; 404 if there is no such session. */
  CompletionStage<HttpResponse> explain(UUID id, JsonNode request) {
    var fields = new JsonFields("", request);
    var text = fields.requiredText("text", 0, TEXT_CHARACTERS);
    var voter = fields.text("voter", 1, VOTER_CHARACTERS);
    var platform = fields.oneOf("platform", PLATFORMS);
    var channel = fields.text("channel", 1, CHANNEL_CHARACTERS);
    if (channel != null && !Sides.isName(channel)) {
      fields.refuse("channel", Sides.NAMES);
    }
    fields.finish();
    var voterKey = voter == null ? null : Vote.key(platform == null ? "bot" : platform, voter);
    return sessions
        .find(id)
        .thenCompose(found -> found
            .map(session -> explain(session, text, voterKey, channel))
            .orElseGet(() -> CompletableFuture.completedStage(
                JsonResponses.notFound("there is no session with this id"))));
  }

  private CompletionStage<HttpResponse> explain(
      Session session, String text, @Nullable String voter, @Nullable String channel) {
    var settings = session.currentSettings();
    var judged = TriggerMatcher.of(settings).explain(text);
    var channelSide = channel == null ? null : settings.sides().of(List.of(channel));
    if (judged.verdict() == MatchResult.NO_VOTE
        || (judged.verdict() == MatchResult.AMBIGUOUS && channelSide == null)) {
      var status = judged.verdict().name().toLowerCase(Locale.ROOT);
      return CompletableFuture.completedStage(
          JsonResponses.ok(explained(judged, status, null, judged.reason())));
    }
    var side = channelSide != null
        ? channelSide
        : judged.verdict() == MatchResult.FOR ? Side.FOR : Side.AGAINST;
    var reason = judged.reason() + where(settings, channel, channelSide);
    return votes
        .foresee(session, voter)
        .thenApply(now -> JsonResponses.ok(
            explained(judged, now.status().wire(), side.wire(), reason + but(now))));
  }

  /** What the channel has to do with the side. */
  private static String where(
      SessionSettings settings, @Nullable String channel, @Nullable Side channelSide) {
    if (channelSide != null) {
      return ", and every vote in " + channel + " counts for " + label(settings, channelSide);
    }
    if (settings.sides().isEmpty()) {
      return "";
    }
    return channel == null
        ? "; in a channel that has a side it counts for that side"
        : "; " + channel + " has no side";
  }

  private static String label(SessionSettings settings, Side side) {
    var label = side == Side.FOR ? settings.forLabel() : settings.againstLabel();
    return label.isBlank() ? side.wire() : "\"" + label + "\"";
  }

  private static Explained explained(
      TriggerMatcher.Explanation judged, String status, @Nullable String side, String reason) {
    var found = Optional.ofNullable(judged.found())
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .orElse(null);
    return new Explained(judged.normalized(), status, side, judged.trigger(), found, reason);
  }

  private static String but(VotePreview now) {
    return switch (now.status()) {
      case PAUSED -> "; but the session is paused";
      case FROZEN -> "; but a round has ended, and its result is shown";
      case DEBOUNCED ->
        "; but this voter has already voted, and may vote again in " + now.waitMillis() + " ms";
      case LIMITED ->
        "; but the votes for this minute are used up for another " + now.waitMillis() + " ms";
      default -> "";
    };
  }
}
