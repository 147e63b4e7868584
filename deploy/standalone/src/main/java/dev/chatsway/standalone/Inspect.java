package dev.chatsway.standalone;

import java.net.URI;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import redis.clients.jedis.RedisClient;

/** Prints what Redis holds of a session, for a person. */
@Command(
    name = "inspect",
    description =
        "Prints the live state of a session, from REDIS_URL or from the Redis of a running ./chatsway.",
    mixinStandardHelpOptions = true)
public final class Inspect implements ChatswayCommand {

  @Parameters(paramLabel = "SESSION_ID", description = "The id of the session, a UUID.")
  private UUID session = new UUID(0, 0);

  @Override
  public Integer call() throws StartFailure {
    try (var redis = RedisClient.create(URI.create(RedisAddress.of(Environment.load())))) {
      var keys = redis.keys("*" + session + "*");
      keys.forEach(key -> System.out.println(redis.type(key) + " " + key));
      return keys.isEmpty() ? 1 : 0;
    }
  }
}
