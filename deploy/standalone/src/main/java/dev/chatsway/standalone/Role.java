package dev.chatsway.standalone;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an instance can be there for. */
public enum Role {
  /** Overlays and the session API. */
  GATEWAY,
  /** Votes in. */
  INGEST,
  /** Chats that the server reads by itself. */
  CHAT;

  /** As it is set and shown. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of names with commas between them; throws IllegalArgumentException at a name that is none. */
  static Set<Role> parse(String names) {
    var roles = EnumSet.noneOf(Role.class);
    for (var name : names.strip().split("\\s*,\\s*", -1)) {
      roles.add(valueOf(name.toUpperCase(Locale.ROOT)));
    }
    return Set.copyOf(roles);
  }
}
