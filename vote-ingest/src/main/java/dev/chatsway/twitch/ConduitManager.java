package dev.chatsway.twitch;

import dev.chatsway.twitch.Helix.Shard;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Manages the conduit whose id is stored in Redis, and no other, whatever else the application has at Twitch. Its only
 * shard is the webhook.
 */
final class ConduitManager {

  /** The conduit and its shard, as just seen or set. */
  record Ready(String id, Shard shard) {}

  /** Permits a change, or fails. */
  interface Guard {
    <T> CompletionStage<T> ifAllowed(Supplier<CompletionStage<T>> change);
  }

  private final TwitchSettings settings;
  private final Helix helix;
  private final TwitchStore store;
  private final Guard guard;

  ConduitManager(TwitchSettings settings, Helix helix, TwitchStore store, Guard guard) {
    this.settings = settings;
    this.helix = helix;
    this.store = store;
    this.guard = guard;
  }

  /** Creates the conduit if there is none, and sets its shard if it does not deliver here. */
  CompletionStage<Ready> ready() {
    return store.conduit().thenCompose(known -> known.isEmpty() ? make() : check(known.get()));
  }

  private CompletionStage<Ready> make() {
    return guard
        .ifAllowed(helix::createConduit)
        .thenCompose(id ->
            store.remember(new TwitchStore.Conduit(id, "")).thenCompose(remembered -> set(id)));
  }

  private CompletionStage<Ready> check(TwitchStore.Conduit known) {
    return helix.shard(known.id()).thenCompose((Optional<Shard> found) -> {
      if (found.isEmpty()) {
        return make(); // Twitch has given it up, or somebody deleted it
      }
      var shard = found.get();
      boolean isOurs =
          shard.callback().equals(settings.callback()) && known.mark().equals(mark(known.id()));
      return isOurs && (shard.isEnabled() || shard.isPending())
          ? CompletableFuture.completedStage(new Ready(known.id(), shard))
          : set(known.id());
    });
  }

  private CompletionStage<Ready> set(String id) {
    return guard
        .ifAllowed(() -> helix.setShard(id))
        .thenCompose(shard -> store
            .remember(new TwitchStore.Conduit(id, mark(id)))
            .thenApply(remembered -> new Ready(id, shard)));
  }

  /**
   * Changes with the webhook's address and secret. Keyed with the client secret as well: a weak webhook secret cannot
   * be guessed from what Redis holds.
   */
  private String mark(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(hmac(
            settings.clientSecret(),
            "shard " + id + " " + settings.callback() + " " + settings.eventSubSecret()));
  }

  static byte[] hmac(String key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
