package dev.chatsway.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One streamer's session, as recorded in Redis.
 *
 * @param id never changes
 * @param name for people, 0 to 100 characters
 * @param owner whose it is; null if it was made with the admin token
 * @param overlayId lets anyone see the session; can be rotated
 * @param voteToken lets a bot vote, in a header
 * @param linkToken lets a bot vote, in a URL
 * @param ownerToken opens the session's own part of the session API
 * @param webhookSecret signs votes (Standard Webhooks)
 * @param oldWebhookSecrets those replaced within the last day, oldest first; still valid
 * @param controlToken lets a co-host reset, pause and name the sides, in a link; null until there is one
 * @param deckToken lets a Stream Deck reset and pause, in a URL; null until there is one
 * @param channels whose chat votes here
 * @param revocations those channels whose platform has stopped sending, at most one each
 * @param coHosts accounts that may run it besides its owner, and invitations
 * @param settings how it counts and looks
 * @param createdAt on Redis's clock
 * @param edits grows with every change to this record
 * @param settingsRevision grows with settings, rotations and rounds
 * @param round the round whose texts replace those of the settings; null while there is none
 */
public record Session(
    UUID id,
    String name,
    @Nullable Owner owner,
    UUID overlayId,
    String voteToken,
    String linkToken,
    String ownerToken,
    String webhookSecret,
    List<String> oldWebhookSecrets,
    @Nullable String controlToken,
    @Nullable String deckToken,
    List<Channel> channels,
    List<Revocation> revocations,
    List<CoHost> coHosts,
    SessionSettings settings,
    Instant createdAt,
    long edits,
    long settingsRevision,
    @Nullable Round round) {

  /**
   * Whose a session is.
   *
   * @param account which signed in, such as {@code twitch:12345}; never changes
   * @param suspended whether the operator has suspended the account: the session is hidden, and no vote counts
   */
  public record Owner(String account, boolean suspended) {}

  /**
   * The round of a session.
   *
   * @param words the texts that replace the settings
   * @param frozen whether it has ended and its result is shown
   */
  public record Round(RoundRequest.Words words, boolean frozen) {}

  /** The settings in effect: during a round, with its texts. */
  public SessionSettings currentSettings() {
    return round == null ? settings : settings.with(round.words());
  }

  /** Whether its owner is suspended: it is not shown, and no vote counts. */
  public boolean isSuspended() {
    return owner != null && owner.suspended;
  }

  /** Whether it is this account's. */
  public boolean isOwnedBy(String account) {
    return owner != null && owner.account.equals(account);
  }

  /** Whether this account is a co-host. */
  public boolean isCoHostedBy(String account) {
    return coHosts.stream().anyMatch(each -> each.is(account));
  }

  /** Whether this account may run it as a co-host: not while its owner is suspended. */
  public boolean isSharedWith(String account) {
    return isCoHostedBy(account) && !isSuspended();
  }

  /** The account that owns it; null if there is none. */
  public @Nullable String ownerAccount() {
    return owner == null ? null : owner.account;
  }

  /** A copy with another name, channels and settings. */
  public Session with(SessionRequest request) {
    var kept = revocations.stream()
        .filter(each -> request.channels().contains(each.channel()))
        .toList();
    return copy(request.name(), owner, request.channels(), kept, coHosts, request.settings());
  }

  /** A copy with a channel's revocation, replacing an older one. */
  public Session with(Revocation revocation) {
    var others = without(revocation.channel()).revocations;
    return with(Stream.concat(others.stream(), Stream.of(revocation)).toList());
  }

  /** A copy without a channel's revocation. */
  public Session without(Channel revoked) {
    return with(
        revocations.stream().filter(each -> !each.channel().equals(revoked)).toList());
  }

  /** With what else is known of its owner. */
  public Session with(Owner newOwner) {
    return copy(name, newOwner, channels, revocations, coHosts, settings);
  }

  /** A copy in which a login is invited, until then; one that is a co-host already stays one. */
  public Session inviting(String login, Instant until) {
    return coHosts.stream().anyMatch(each -> each.login().equals(login) && each.account() != null)
        ? this
        : withCoHosts(Stream.concat(
            withoutLogin(login).coHosts.stream(), Stream.of(CoHost.invited(login, until))));
  }

  /** A copy in which an account has taken up its login's invitation, if there is one. */
  public Session accepted(String account, String login, Instant now) {
    return coHosts.stream().anyMatch(each -> each.isInvitationOf(login, now))
        ? withCoHosts(Stream.concat(
            coHosts.stream().filter(each -> !each.is(account) && !each.isInvitationOf(login, now)),
            Stream.of(CoHost.of(account, login))))
        : this;
  }

  /** A copy in which an account that is a co-host has this login. */
  public Session renamed(String account, String login) {
    return withCoHosts(
        coHosts.stream().map(each -> each.is(account) ? CoHost.of(account, login) : each));
  }

  /** A copy without the co-host, or the invitation, of a login. */
  public Session withoutLogin(String login) {
    return withCoHosts(coHosts.stream().filter(each -> !each.login().equals(login)));
  }

  /** A copy of which this account is no co-host. */
  public Session withoutCoHost(String account) {
    return withCoHosts(coHosts.stream().filter(each -> !each.is(account)));
  }

  /** A copy to which this login is not invited. */
  public Session withoutInvitation(String login) {
    return withCoHosts(
        coHosts.stream().filter(each -> each.account() != null || !each.login().equals(login)));
  }

  private Session withCoHosts(Stream<CoHost> newCoHosts) {
    return copy(name, owner, channels, revocations, newCoHosts.toList(), settings);
  }

  private Session with(List<Revocation> newRevocations) {
    return copy(name, owner, channels, newRevocations, coHosts, settings);
  }

  /** A copy that differs in nothing else. */
  private Session copy(
      String newName,
      @Nullable Owner newOwner,
      List<Channel> newChannels,
      List<Revocation> newRevocations,
      List<CoHost> newCoHosts,
      SessionSettings newSettings) {
    return new Session(
        id,
        newName,
        newOwner,
        overlayId,
        voteToken,
        linkToken,
        ownerToken,
        webhookSecret,
        oldWebhookSecrets,
        controlToken,
        deckToken,
        newChannels,
        newRevocations,
        newCoHosts,
        newSettings,
        createdAt,
        edits,
        settingsRevision,
        round);
  }

  /** A copy with a new secret of this kind, even if it had none. A replaced webhook secret stays valid for a day. */
  public Session rotated(SecretKind secret) {
    return new Session(
        id,
        name,
        owner,
        secret == SecretKind.OVERLAY_ID ? UUID.randomUUID() : overlayId,
        secret == SecretKind.VOTE_TOKEN ? Tokens.token() : voteToken,
        secret == SecretKind.LINK_TOKEN ? Tokens.token() : linkToken,
        secret == SecretKind.OWNER_TOKEN ? Tokens.token() : ownerToken,
        secret == SecretKind.WEBHOOK_SECRET ? Tokens.webhookSecret() : webhookSecret,
        secret == SecretKind.WEBHOOK_SECRET
            ? Stream.concat(oldWebhookSecrets.stream(), Stream.of(webhookSecret))
                .toList()
            : oldWebhookSecrets,
        secret == SecretKind.CONTROL_TOKEN ? Tokens.token() : controlToken,
        secret == SecretKind.DECK_TOKEN ? Tokens.token() : deckToken,
        channels,
        revocations,
        coHosts,
        settings,
        createdAt,
        edits,
        settingsRevision,
        round);
  }

  /** A copy without an optional secret. */
  public Session without(SecretKind secret) {
    if (!secret.isOptional()) {
      throw new IllegalArgumentException("a session always has a " + secret.path());
    }
    return new Session(
        id,
        name,
        owner,
        overlayId,
        voteToken,
        linkToken,
        ownerToken,
        webhookSecret,
        oldWebhookSecrets,
        secret == SecretKind.CONTROL_TOKEN ? null : controlToken,
        secret == SecretKind.DECK_TOKEN ? null : deckToken,
        channels,
        revocations,
        coHosts,
        settings,
        createdAt,
        edits,
        settingsRevision,
        round);
  }

  /** The webhook secrets that are valid now, newest first. */
  public Stream<String> webhookSecrets() {
    return Stream.concat(Stream.of(webhookSecret), oldWebhookSecrets.stream());
  }

  /** Identifies the session without any of its secrets. */
  @Override
  public String toString() {
    return "Session[" + id + "]";
  }
}
