package dev.chatsway.session.json;

import java.util.List;
import java.util.stream.Collectors;

/** A request has invalid fields. Nothing was changed. */
public final class InvalidFieldsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<FieldError> errors;

  /** Takes at least one error. */
  public InvalidFieldsException(List<FieldError> errors) {
    super(errors.stream()
        .map(e -> e.field() + ": " + e.sent() + " was sent; allowed: " + e.allowed())
        .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** All invalid fields. */
  public List<FieldError> errors() {
    return errors;
  }
}
