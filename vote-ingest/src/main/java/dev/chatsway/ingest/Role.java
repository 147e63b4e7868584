package dev.chatsway.ingest;

import dev.chatsway.session.Weights;
import java.util.Comparator;
import java.util.stream.Stream;

/** A voter's role in the channel, the highest first; the highest counts. */
public enum Role {
  BROADCASTER,
  MODERATOR,
  VIP,
  SUBSCRIBER,
  EVERYONE;

  /** The highest role among the badges shown beside a name. */
  public static Role highest(Stream<String> badges) {
    return badges.map(Role::of).min(Comparator.naturalOrder()).orElse(EVERYONE);
  }

  /** Twitch's {@code set_id} and Kick's {@code type} use the same words for these; a founder is an early subscriber. */
  private static Role of(String badge) {
    return switch (badge) {
      case "broadcaster" -> BROADCASTER;
      case "moderator", "lead_moderator" -> MODERATOR;
      case "vip" -> VIP;
      case "subscriber", "founder" -> SUBSCRIBER;
      default -> EVERYONE;
    };
  }

  /** Whether it may open, close and reset in chat. */
  boolean mayCommand() {
    return this == BROADCASTER || this == MODERATOR;
  }

  /** The weight of a vote by this role, 0 to 100. */
  double weight(Weights weights) {
    return switch (this) {
      case BROADCASTER -> weights.broadcaster();
      case MODERATOR -> weights.moderator();
      case VIP -> weights.vip();
      case SUBSCRIBER -> weights.subscriber();
      case EVERYONE -> weights.everyone();
    };
  }
}
