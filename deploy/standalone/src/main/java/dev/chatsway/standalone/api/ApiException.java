package dev.chatsway.standalone.api;

/** A server that did not answer what it was asked: one sentence for a person, without any secret. */
public final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  ApiException(String sentence) {
    super(sentence);
  }

  ApiException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
