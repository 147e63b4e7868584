package dev.chatsway.redis.webhook;

import java.util.List;

/**
 * What a call has claimed, and for how long another call would find nothing to do.
 *
 * @param deliveries at most one message for each target
 * @param dueAt when another call has something to do although nothing was written: Redis's time in milliseconds since 1970;
 *     0 for never
 * @param least another call has something to do if less than this is shown
 * @param most the same if more is shown
 * @param isGone whether there is no such session
 */
public record Claim(
    List<Delivery> deliveries, long dueAt, double least, double most, boolean isGone) {

  static final Claim GONE = new Claim(List.of(), 0, 0, 0, true);
}
