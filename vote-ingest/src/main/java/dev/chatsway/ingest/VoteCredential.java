package dev.chatsway.ingest;

import dev.chatsway.session.Channel;
import dev.chatsway.session.Session;
import dev.chatsway.session.VoteSource;
import java.util.UUID;
import java.util.function.Predicate;

/** What makes a vote belong to a session; checked again whenever the session is read again. */
sealed interface VoteCredential {

  /** Where votes with such a credential come from. */
  VoteSource source();

  /** The label in metrics. */
  default String platform() {
    return switch (source()) {
      case TWITCH -> "twitch";
      case KICK -> "kick";
      case LINK -> "link";
      case SIGNED, BEARER -> "bot";
    };
  }

  /** What the session cache remembers its sessions by. */
  default Object key() {
    return this;
  }

  /** Whether it is good for a session that was found by it. */
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

  /** A platform has signed that a line was written in this channel. */
  record InChannel(Channel channel) implements VoteCredential {
    @Override
    public VoteSource source() {
      return channel.platform().equals("kick") ? VoteSource.KICK : VoteSource.TWITCH;
    }
  }

  /**
   * A bot has named the session and signed the request.
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
