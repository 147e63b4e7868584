package dev.chatsway.redis.session;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Session;
import dev.chatsway.session.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks up session ids by overlay id, token or channel, and lists all sessions. The keys are hints: written before a
 * session's record, removed after it, and checked against it when they are followed (docs/interface.md, section 3).
 */
final class SessionIndex {

  private static final String LIST = "chatsway:sessions";
  private static final String CHANNELS_REVISION = "chatsway:channels:revision";

  /** {@code <login>:<session id>} for each channel that is named by its login. */
  private static final String CHATS = "chatsway:chats:twitch";

  /** {@code <channel as JSON>:<session id>} for each channel that is a program that relays chat. */
  private static final String RELAYS = "chatsway:chats:relays";

  private static final int CREATED_AT_DIGITS = 13;

  private record SetEntry(String key, String member) {}

  private final RedisCommands calls;

  SessionIndex(RedisCommands calls) {
    this.calls = calls;
  }

  /** The session of a look-up key. */
  CompletionStage<Optional<UUID>> session(String key) {
    return calls
        .call("GET", new CommandArguments(Command.GET).add(key))
        .thenApply(reply -> Optional.ofNullable(reply).map(Reply::text).map(UUID::fromString));
  }

  /** Removes a look-up key that leads nowhere. */
  CompletionStage<Object> forget(String key) {
    return calls.call("DEL", new CommandArguments(Command.DEL).add(key));
  }

  /** Removes a deleted session from a set of sessions. */
  CompletionStage<Object> forget(String setKey, UUID id) {
    return calls.call("SREM", new CommandArguments(Command.SREM).add(setKey).add(id.toString()));
  }

  /** Removes the entry of a deleted session from the list. */
  CompletionStage<Object> unlist(String entry) {
    return calls.call("ZREM", new CommandArguments(Command.ZREM).add(LIST).add(entry));
  }

  /** The sessions of a key that holds a set of them. */
  CompletionStage<List<UUID>> sessions(String setKey) {
    return calls
        .call("SMEMBERS", new CommandArguments(Command.SMEMBERS).add(setKey))
        .thenApply(reply -> texts(reply).stream().map(UUID::fromString).toList());
  }

  /** The channels of all sessions whose chat the server reads. */
  CompletionStage<Set<Channel>> chats() {
    return distinct(CHATS, Channel::ofTwitchLogin)
        .thenCombine(
            distinct(RELAYS, json -> SessionRecord.channel(JsonMapper.shared().readTree(json))),
            (logins, relays) ->
                Stream.concat(logins, relays).collect(Collectors.toUnmodifiableSet()));
  }

  /** What precedes the session's id in each entry of a set. */
  private CompletionStage<Stream<Channel>> distinct(String key, Function<String, Channel> channel) {
    return calls
        .call("SMEMBERS", new CommandArguments(Command.SMEMBERS).add(key))
        .thenApply(reply -> texts(reply).stream()
            .map(entry -> entry.substring(0, entry.lastIndexOf(':')))
            .distinct()
            .map(channel));
  }

  /** Up to {@code limit} entries of the list of all sessions, oldest first, after a cursor ({@code ""}: from the start). */
  CompletionStage<List<String>> list(int limit, String after) {
    var command = new CommandArguments(Command.ZRANGEBYLEX)
        .add(LIST)
        .add(after.isEmpty() ? "-" : "(" + after)
        .add("+")
        .add("LIMIT")
        .add(0)
        .add(limit);
    return calls.call("ZRANGEBYLEX", command).thenApply(SessionIndex::texts);
  }

  /** The session of a list entry. */
  static UUID sessionOf(String entry) {
    return UUID.fromString(entry.substring(CREATED_AT_DIGITS + 1));
  }

  /** Redis's clock, in whole milliseconds. */
  CompletionStage<Instant> time() {
    return calls.call("TIME", new CommandArguments(Command.TIME)).thenApply(reply -> {
      List<String> time = texts(reply);
      return Instant.ofEpochMilli(
          Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000);
    });
  }

  /** The number of changes to channels of any session. */
  CompletionStage<Long> channelsRevision() {
    return calls
        .call("GET", new CommandArguments(Command.GET).add(CHANNELS_REVISION))
        .thenApply(reply -> reply == null ? 0L : Long.parseLong(Reply.text(reply)));
  }

  CompletionStage<Object> channelsChanged() {
    return calls.call("INCR", new CommandArguments(Command.INCR).add(CHANNELS_REVISION));
  }

  CompletionStage<?> add(Session session) {
    return all(writes(session));
  }

  /** Adds the entries that {@code after} needs and {@code before} lacks. */
  CompletionStage<?> addNew(Session before, Session after) {
    return all(without(writes(after), writes(before)));
  }

  CompletionStage<?> remove(Session session) {
    return all(removals(session));
  }

  /** Removes the entries that {@code before} had and {@code after} lacks. */
  CompletionStage<?> removeOld(Session before, Session after) {
    return all(without(removals(before), removals(after)));
  }

  private static List<List<String>> writes(Session session) {
    String id = session.id().toString();
    var writes = new ArrayList<List<String>>();
    for (String key : keys(session)) {
      writes.add(List.of("SET", key, id));
    }
    members(session).forEach(each -> writes.add(List.of("SADD", each.key, each.member)));
    var owner = session.owner();
    if (owner != null) {
      String createdAt = String.valueOf(session.createdAt().toEpochMilli());
      writes.add(List.of("ZADD", Owners.barsKey(owner.account()), createdAt, id));
    }
    writes.add(List.of("ZADD", LIST, "0", entry(session)));
    return writes;
  }

  private static List<List<String>> removals(Session session) {
    var removals = new ArrayList<List<String>>();
    for (String key : keys(session)) {
      removals.add(List.of("DEL", key));
    }
    members(session).forEach(each -> removals.add(List.of("SREM", each.key, each.member)));
    var owner = session.owner();
    if (owner != null) {
      removals.add(List.of("ZREM", Owners.barsKey(owner.account()), session.id().toString()));
    }
    removals.add(List.of("ZREM", LIST, entry(session)));
    return removals;
  }

  private static List<List<String>> without(
      List<List<String>> commands, List<List<String>> others) {
    Set<List<String>> gone = new HashSet<>(others);
    return commands.stream().filter(command -> !gone.contains(command)).toList();
  }

  private CompletionStage<?> all(List<List<String>> commands) {
    return CompletableFuture.allOf(commands.stream()
        .map(command -> calls.call(command.get(0), arguments(command)).toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new));
  }

  private static CommandArguments arguments(List<String> command) {
    var arguments = new CommandArguments(Command.valueOf(command.get(0)));
    command.subList(1, command.size()).forEach(arguments::add);
    return arguments;
  }

  private static List<String> keys(Session session) {
    var keys = new ArrayList<>(List.of(
        overlayKey(session.overlayId()),
        tokenKey("vote", session.voteToken()),
        tokenKey("link", session.linkToken()),
        tokenKey("owner", session.ownerToken())));
    if (session.controlToken() != null) {
      keys.add(tokenKey("control", session.controlToken()));
    }
    if (session.deckToken() != null) {
      keys.add(tokenKey("deck", session.deckToken()));
    }
    return keys;
  }

  /** The session's entries in look-ups that are sets. */
  private static List<SetEntry> members(Session session) {
    var id = session.id().toString();
    var entries = new ArrayList<SetEntry>();
    for (var channel : session.channels()) {
      entries.add(new SetEntry(channelKey(channel), id));
      if (channel.login() != null) {
        entries.add(new SetEntry(CHATS, channel.login() + ":" + id));
      } else if (channel.url() != null) {
        entries.add(new SetEntry(RELAYS, SessionRecord.channelJson(channel) + ":" + id));
      }
    }
    for (var coHost : session.coHosts()) {
      entries.add(new SetEntry(
          coHost.account() == null ? invitationKey(coHost.login()) : coHostKey(coHost.account()),
          id));
    }
    return entries;
  }

  static String overlayKey(UUID overlayId) {
    return "chatsway:overlay:" + overlayId;
  }

  /** {@code kind} is vote, link, owner, control or deck. */
  static String tokenKey(String kind, String token) {
    return "chatsway:" + kind + "-token:" + Tokens.hash(token);
  }

  /** The sessions that an account may run as a co-host. */
  static String coHostKey(String account) {
    return "chatsway:co-host:" + account;
  }

  /** The sessions that an account with this Twitch login is invited to. */
  static String invitationKey(String login) {
    return "chatsway:co-host:twitch:@" + login;
  }

  static String channelKey(Channel channel) {
    var mark = channel.login() == null ? "" : "@";
    return "chatsway:channel:" + channel.platform() + ":" + mark + channel.name();
  }

  private static String entry(Session session) {
    return String.format(
        Locale.ROOT,
        "%0" + CREATED_AT_DIGITS + "d:%s",
        session.createdAt().toEpochMilli(),
        session.id());
  }

  private static List<String> texts(Object reply) {
    return ((List<?>) reply).stream().map(Reply::text).toList();
  }
}
