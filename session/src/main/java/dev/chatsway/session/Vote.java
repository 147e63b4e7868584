package dev.chatsway.session;

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
    double weight) {}
