package dev.chatsway.twitch;

import dev.chatsway.twitch.OAuthState.Account;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do about what is missing: which scope, whose consent, which link. */
record Remediation(TwitchSettings settings, Map<String, String> consents) {

  boolean hasConsented(String account, Account as) {
    return consents.containsKey(account + ":" + as);
  }

  String forBot() {
    return "The consent of the account " + settings.botUserId() + " (TWITCH_BOT_USER_ID) to "
        + Account.BOT.scopes() + " is not known here: sign in to Twitch as that account and open "
        + settings.connectUrl() + "?as=bot";
  }

  String forToken(String problem) {
    return "Check TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET, and whether Twitch can be reached: "
        + problem;
  }

  String forShard(String status) {
    return "Twitch does not deliver to " + settings.callback() + " (" + status
        + "): that address has to reach this server from the internet, over https on port 443, with the same"
        + " TWITCH_EVENTSUB_SECRET on every instance. Delivery then resumes automatically.";
  }

  /** For a channel whose chat Twitch does not let us have. */
  String forChannel(String channel, ReconciliationReport.@Nullable Refused refused) {
    if (refused != null && refused.status() != 403) {
      return "Twitch says " + refused.words() + ": is " + channel
          + " a channel's number, and not its name?";
    }
    var link = settings.connectUrl();
    return hasConsented(channel, Account.STREAMER)
        ? "Its streamer has consented here before, but Twitch still refuses: the consent may have been withdrawn, or the account "
            + settings.botUserId() + " is banned there. Connect again ("
            + Account.STREAMER.scopes()
            + "): " + link
        : "Its streamer has to consent to " + Account.STREAMER.scopes()
            + ": signed in to Twitch, open " + link + "; or make the account "
            + settings.botUserId() + " a moderator there";
  }
}
