package dev.chatsway.session;

/**
 * The secret that opens everything. While it is rotated there are two, so that instances with the old settings and with the
 * new ones accept the same.
 *
 * @param token not blank
 * @param second accepted as well; empty: none
 */
public record AdminToken(String token, String second) {

  /** @throws IllegalArgumentException if {@code token} is blank: a request without one would be let in */
  public AdminToken {
    if (token.isBlank()) {
      throw new IllegalArgumentException("the admin token is empty");
    }
  }

  /** The only one. */
  public AdminToken(String token) {
    this(token, "");
  }

  /** Whether it is one of the two; compared in constant time. */
  public boolean is(String sent) {
    boolean isSecond = !second.isEmpty() && Tokens.equal(second, sent);
    return Tokens.equal(token, sent) || isSecond;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AdminToken[" + (second.isEmpty() ? "one" : "two") + "]";
  }
}
