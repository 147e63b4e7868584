package dev.chatsway.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vote to be decided.
 *
 * @param session as it was when the text was matched
 * @param voter the voter's id, prefixed with the platform ({@code twitch:123}), so that two platforms never collide
 * @param messageId identifies a redelivery, prefixed with the platform; null if the sender gave none
 * @param source where it came from
 * @param side for or against
 * @param weight how much it counts, 0 to 100
 */
public record Vote(
    Session session,
    String voter,
    @Nullable String messageId,
    VoteSource source,
    Side side,
    double weight) {

  private static final List<String> PREFIXES = List.of("twitch:", "kick:", "youtube:");

  /**
   * Prefixes a voter's or message's id with the platform, unless it already has a platform's prefix, so that the same
   * voter and line are recognized whichever way they arrive.
   *
   * @param platform the id's platform if it has no prefix
   */
  public static String key(String platform, String id) {
    return PREFIXES.stream().anyMatch(id::startsWith) ? id : platform + ":" + id;
  }
}
