package dev.chatsway.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.standalone.redis.EmbeddedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** Prints what Redis holds of a session, for a person: what is packed there is readable here, and no secret is shown. */
@Command(
    name = "inspect",
    description =
        "Prints the live state and the record of a session, from REDIS_URL or from the Redis of a running ./chatsway.",
    mixinStandardHelpOptions = true)
public final class Inspect implements ChatswayCommand {

  @Parameters(paramLabel = "SESSION_ID", description = "The id of the session, a UUID.")
  private UUID session = new UUID(0, 0);

  /** 0, or 1 if there is no such session. */
  @Override
  public Integer call() throws StartFailure {
    var config = Environment.load();
    var settings = RedisSettings.from(withRedis(config));
    var meters = new SimpleMeterRegistry();
    try (var calls =
        new RedisCommands(settings, new RedisHealth(meters), new CallMetrics(meters))) {
      return print(calls);
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreUnavailableException unavailable) {
        throw new StartFailure(
            Setting.REDIS_URL + ": that Redis cannot be used (" + unavailable.getMessage() + ")",
            unavailable);
      }
      throw e;
    }
  }

  /** With the URL of the Redis which a running Chatsway has in the data folder, if there is no REDIS_URL. */
  private static Config withRedis(Config config) throws StartFailure {
    if (!Setting.REDIS_URL.in(config).isEmpty()) {
      return config;
    }
    try {
      var url = EmbeddedRedis.urlIn(Path.of(Setting.CHATSWAY_DATA.in(config)));
      return config.withValue(Setting.REDIS_URL.key(), ConfigValueFactory.fromAnyRef(url));
    } catch (IOException e) {
      throw new StartFailure(Setting.CHATSWAY_DATA + ": " + e.getMessage(), e);
    }
  }

  private int print(RedisCommands calls) {
    var raw = answer(calls
        .call(
            "GET",
            new CommandArguments(Protocol.Command.GET)
                .add(SessionKeys.of(session).live()))
        .thenApply(Optional::ofNullable));
    if (raw.isEmpty()) {
      return refuse("there is no session " + session);
    }
    var lastWrite = LastWrite.in((byte[]) raw.get());
    if (lastWrite.isEmpty()) {
      return refuse("the session " + session + " was deleted, within the last 7 days");
    }
    var found = answer(new Sessions(calls).findNow(session));
    if (found.isEmpty()) {
      return refuse("the session " + session + " has a live state, but no record");
    }
    // labels and triggers are of any script, whatever the machine's locale is
    new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8)
        .print(new SessionReport(found.get(), lastWrite.get()).text());
    return 0;
  }

  private static int refuse(String why) {
    System.err.println("Chatsway: " + why);
    return 1;
  }

  private static <T> T answer(CompletionStage<T> reply) {
    return reply.toCompletableFuture().join();
  }
}
