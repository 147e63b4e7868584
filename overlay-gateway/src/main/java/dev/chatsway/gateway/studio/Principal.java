package dev.chatsway.gateway.studio;

import java.util.UUID;

/** Who is signed in to the studio. */
public sealed interface Principal {

  /** Signed in with the admin token, or the link that the server printed. */
  record Admin() implements Principal {}

  /**
   * Signed in with an owner token.
   *
   * @param session the only one that is open to it
   * @param mark what {@link StudioCookie#mark} makes of that token: good until the token is rotated
   */
  record Owner(UUID session, String mark) implements Principal {}
}
