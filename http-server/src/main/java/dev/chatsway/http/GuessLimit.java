package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;

/**
 * Marks requests and responses so that the limits and the routes of votes agree about guessed tokens. A request from an
 * address with too many failures is marked instead of refused: its route still accepts known credentials, but looks up
 * no others.
 */
public final class GuessLimit {

  private static final AttributeKey<Boolean> EXHAUSTED =
      AttributeKey.create("guesses-exhausted", Boolean.class);
  private static final AttributeKey<Boolean> FAILED =
      AttributeKey.create("guess-failed", Boolean.class);

  private GuessLimit() {}

  /** Whether the address has failed so often that only known credentials are accepted from it. */
  public static boolean isExhausted(HttpRequest request) {
    return request.getAttribute(EXHAUSTED).isPresent();
  }

  /** Marks a request from an address with too many failures. */
  public static HttpRequest exhausted(HttpRequest request) {
    return request.addAttribute(EXHAUSTED, true);
  }

  /** Marks a response to a wrong token whose status does not show it. */
  public static HttpResponse failed(HttpResponse answer) {
    return answer.addAttribute(FAILED, true);
  }

  static boolean isFailed(HttpResponse answer) {
    return answer.getAttribute(FAILED).isPresent();
  }
}
