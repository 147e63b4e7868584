package dev.chatsway.ingest;

import dev.chatsway.session.Channel;
import dev.chatsway.session.Session;
import dev.chatsway.session.VoteSource;
import java.util.UUID;
import java.util.function.Predicate;

/** The credential by which a vote belongs to a session; checked again whenever the session is read again. */
sealed interface VoteCredential {

  /** The source of votes with this credential. */
  VoteSource source();

  /** The label in metrics. */
  default String platform() {
    return switch (source()) {
      case TWITCH -> "twitch";
      case KICK -> "kick";
      case LINK -> "link";
      case SIGNED, BEARER -> "bot";
      case RELAY -> "relay";
      case TEST -> "test";
    };
  }

  /** Its key in the session cache. */
  default Object key() {
    return this;
  }

  /** Whether it is valid for a session that was found by it. */
  default boolean opens(Session session) {
    return true;
  }

  record VoteToken(String token) implements VoteCredential {
    @Override
    public VoteSource source() {
      return VoteSource.BEARER;
    }

    @Override
    public String toString() {
      return "VoteToken";
    }
  }

  record LinkToken(String token) implements VoteCredential {
    @Override
    public VoteSource source() {
      return VoteSource.LINK;
    }

    @Override
    public String toString() {
      return "LinkToken";
    }
  }

  /** A line was written in this channel, signed by the platform or read by the server. */
  record InChannel(Channel channel) implements VoteCredential {
    @Override
    public VoteSource source() {
      return switch (channel.platform()) {
        case "kick" -> VoteSource.KICK;
        case Channel.STREAMERBOT, Channel.SOCIALSTREAM -> VoteSource.RELAY;
        default -> VoteSource.TWITCH;
      };
    }
  }

  /**
   * A bot named the session and signed the request.
   *
   * @param signature whether one of the session's webhook secrets made it
   */
  record Signed(UUID session, Predicate<Session> signature) implements VoteCredential {
    @Override
    public VoteSource source() {
      return VoteSource.SIGNED;
    }

    @Override
    public Object key() {
      return session;
    }

    @Override
    public boolean opens(Session found) {
      return signature.test(found);
    }
  }
}
