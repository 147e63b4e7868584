package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;

/**
 * What the limits and the routes of votes tell each other about guessed tokens. A request that its address's failures would
 * refuse is marked instead: its route still takes a credential that it knows, and looks no other up.
 */
public final class GuessLimit {

  private static final AttributeKey<Boolean> EXHAUSTED =
      AttributeKey.create("guesses-exhausted", Boolean.class);
  private static final AttributeKey<Boolean> FAILED =
      AttributeKey.create("guess-failed", Boolean.class);

  private GuessLimit() {}

  /** Whether the address has failed so often that only known credentials are taken from it. */
  public static boolean isExhausted(HttpRequest request) {
    return request.getAttribute(EXHAUSTED).isPresent();
  }

  /** Marks a request as one of an address that has failed so often. */
  public static HttpRequest exhausted(HttpRequest request) {
    return request.addAttribute(EXHAUSTED, true);
  }

  /** Marks an answer as that to a wrong token, where its status does not say so. */
  public static HttpResponse failed(HttpResponse answer) {
    return answer.addAttribute(FAILED, true);
  }

  static boolean isFailed(HttpResponse answer) {
    return answer.getAttribute(FAILED).isPresent();
  }
}
