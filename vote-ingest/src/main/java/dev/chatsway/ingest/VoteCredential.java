package dev.chatsway.ingest;

import dev.chatsway.session.Channel;
import dev.chatsway.session.VoteSource;
import java.util.UUID;

/** What makes a vote belong to a session: looked up again when the session has changed meanwhile. */
sealed interface VoteCredential {

  /** Where votes with such a proof come from. */
  VoteSource source();

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

  /** A bot has named the session, and proves it with the session's webhook secret. */
  record Named(UUID session) implements VoteCredential {
    @Override
    public VoteSource source() {
      return VoteSource.SIGNED;
    }
  }
}
