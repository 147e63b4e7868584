package dev.chatsway.standalone;

/** Why an instance could not start: one sentence for a person that names the setting to change. Holds no secret. */
public final class StartFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and which setting to look at. */
  public StartFailure(String sentence) {
    super(sentence);
  }

  public StartFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
