package dev.chatsway.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The function library {@code chatsway}: its source, and loading it where it is missing or older.
 *
 * <p>If it is missing, it is loaded without REPLACE, so of two instances that start at once one loads it and the other
 * finds it. An older one is replaced. A newer one is left alone: a library answers every call of older builds.
 */
final class FunctionLibrary {

  private static final String SOURCE = source();
  static final CommandArguments ASK_VERSION =
      new CommandArguments(Command.FCALL_RO).add("chatsway_version").add(0);

  /** The version of this build's library. */
  static final int VERSION = version();

  private static final long MISSING = -1;

  private FunctionLibrary() {}

  /** Makes sure that {@code connection}'s server has a library that this build can use; throws JedisException. */
  static void ensure(Connection connection) {
    long found = versionOn(connection);
    if (found == MISSING) {
      loadWhereMissing(connection);
    } else if (found < VERSION) {
      load(connection, "REPLACE");
    }
  }

  /** Whether a reply means that Redis has lost the library (FUNCTION FLUSH, a restart without persistence). */
  static boolean isMissing(Object reply) {
    return reply instanceof JedisDataException error
        && error.getMessage() != null
        && error.getMessage().contains("Function not found");
  }

  private static long versionOn(Connection connection) {
    try {
      return (Long) connection.executeCommand(ASK_VERSION);
    } catch (JedisDataException e) {
      if (isMissing(e)) {
        return MISSING;
      }
      throw e;
    }
  }

  private static void loadWhereMissing(Connection connection) {
    try {
      load(connection);
    } catch (JedisDataException e) {
      if (versionOn(connection) == MISSING) {
        throw e; // not another instance that was faster
      }
    }
  }

  private static void load(Connection connection, String... options) {
    var command = new CommandArguments(Command.FUNCTION).add("LOAD");
    for (String option : options) {
      command.add(option);
    }
    connection.executeCommand(command.add(SOURCE));
  }

  private static int version() {
    var line = Pattern.compile("^local VERSION = (\\d+)$", Pattern.MULTILINE).matcher(SOURCE);
    if (!line.find()) {
      throw new IllegalStateException("chatsway.lua has no line `local VERSION = n`");
    }
    return Integer.parseInt(line.group(1));
  }

  private static String source() {
    try (InputStream in = FunctionLibrary.class.getResourceAsStream("chatsway.lua")) {
      if (in == null) {
        throw new IllegalStateException("chatsway.lua is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
