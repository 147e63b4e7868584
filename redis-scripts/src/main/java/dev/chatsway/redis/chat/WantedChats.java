package dev.chatsway.redis.chat;

import dev.chatsway.redis.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the chats that sessions name for the server to read, whichever instance reads them; unknown (NaN) until Redis
 * has answered, and again while it does not.
 */
public final class WantedChats {

  private final Sessions sessions;

  private volatile double count = Double.NaN; // written by refreshes, read by scrapes

  /** Registers the meter; sends nothing before {@link #refresh}. */
  public WantedChats(Sessions sessions, MeterRegistry metrics) {
    this.sessions = sessions;
    Gauge.builder("chatsway.chat.wanted", this, each -> each.count)
        .description(
            "Chats that sessions name for the server to read, whichever instance reads them")
        .register(metrics);
  }

  /** Counts again. */
  public void refresh() {
    var unused = sessions
        .chats()
        .whenComplete((chats, failure) -> count = failure == null ? chats.size() : Double.NaN);
  }
}
