package dev.chatsway.ingest;

import dev.chatsway.redis.session.Channel;
import dev.chatsway.redis.vote.Source;
import java.util.UUID;

/** What makes a vote belong to a session: looked up again when the session has changed meanwhile. */
sealed interface Proof {

  /** Where votes with such a proof come from. */
  Source source();

  record VoteToken(String token) implements Proof {
    @Override
    public Source source() {
      return Source.BEARER;
    }

    @Override
    public String toString() {
      return "VoteToken";
    }
  }

  record LinkToken(String token) implements Proof {
    @Override
    public Source source() {
      return Source.LINK;
    }

    @Override
    public String toString() {
      return "LinkToken";
    }
  }

  /** A platform has signed that a line was written in this channel. */
  record InChannel(Channel channel) implements Proof {
    @Override
    public Source source() {
      return channel.platform().equals("kick") ? Source.KICK : Source.TWITCH;
    }
  }

  /** A bot has named the session, and proves it with the session's webhook secret. */
  record Named(UUID session) implements Proof {
    @Override
    public Source source() {
      return Source.SIGNED;
    }
  }
}
