package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.parameterOptional;
import static akka.http.javadsl.server.Directives.path;

import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.round.Rounds;
import dev.chatsway.redis.round.RoundsSnapshot;
import dev.chatsway.redis.timeline.Timelines;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What happened in a session (docs/interface.md, section 4), below {@code /api/v1/sessions/{id}}. */
final class TimelineRoutes {

  private static final long LONGEST = Timelines.LONGEST.toMinutes();

  private final Timelines timelines;
  private final Rounds rounds;

  TimelineRoutes(Timelines timelines, Rounds rounds) {
    this.timelines = timelines;
    this.rounds = rounds;
  }

  /** For whoever may see the session. */
  Route routes(UUID id) {
    return concat(
        path("timeline", () -> answer(id, JsonResponses::ok)),
        path("timeline.csv", () -> answer(id, TimelineRoutes::csv)));
  }

  private Route answer(UUID id, Function<TimelineView, HttpResponse> as) {
    return get(() ->
        parameterOptional("minutes", sent -> completeWithFuture(read(id, minutes(sent), as))));
  }

  private CompletionStage<HttpResponse> read(
      UUID id, Duration length, Function<TimelineView, HttpResponse> as) {
    return rounds
        .read(id) // first: a round that has ended is then in the timeline
        .thenCompose(played -> timelines
            .read(id, length)
            .thenApply(found -> found
                .map(timeline -> TimelineView.of(
                    timeline, played.map(RoundsSnapshot::results).orElse(List.of())))
                .map(as)
                .orElseGet(() -> JsonResponses.notFound("there is no session with this id"))));
  }

  private static HttpResponse csv(TimelineView timeline) {
    var name = "chatsway-" + timeline.now().toString().substring(0, 10) + ".csv";
    return HttpResponse.create()
        .withEntity(HttpEntities.create(
            MediaTypes.TEXT_CSV.toContentType(HttpCharsets.UTF_8), timeline.csv()))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(
            RawHeader.create("Content-Disposition", "attachment; filename=\"" + name + "\""));
  }

  private static Duration minutes(Optional<String> sent) {
    return sent.map(text -> {
          try {
            long minutes = Long.parseLong(text);
            if (minutes >= 1 && minutes <= LONGEST) {
              return Duration.ofMinutes(minutes);
            }
          } catch (NumberFormatException e) {
            // refused below
          }
          throw new InvalidFieldsException(
              List.of(new FieldError("minutes", text, "a whole number from 1 to " + LONGEST)));
        })
        .orElse(Timelines.LONGEST);
  }
}
