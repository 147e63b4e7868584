package dev.chatsway.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One voter's vote, as it was judged.
 *
 * @param session as it was when the text was judged
 * @param voter who votes, with the platform in front ({@code twitch:123}), so that two platforms never collide
 * @param messageId what makes a redelivery known, with the platform in front; null where the sender gave none
 * @param source where it came from
 * @param side for or against
 * @param weight what it counts, 0 to 100
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
   * Puts the platform in front of a voter's or message's id. One that names a platform already keeps its name: the same
   * voter and line are known as the same, by whichever way they arrive.
   *
   * @param platform what the id belongs to if it does not say so itself
   */
  public static String key(String platform, String id) {
    return PREFIXES.stream().anyMatch(id::startsWith) ? id : platform + ":" + id;
  }
}
