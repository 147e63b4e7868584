package dev.chatsway.standalone;

import dev.chatsway.redis.vote.TracedVotes;
import dev.chatsway.redis.vote.TracedVotes.TracedVote;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteStatus;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sends spans by OTLP over HTTP, as OpenTelemetry's autoconfiguration sets up its SDK from the standard variables. The span
 * of a vote that counted is handed on through Redis, so that the instances that show the vote add theirs to the same trace.
 */
final class OtlpTracing implements Tracing {

  private static final int MOST_VOTES = 16; // of one request
  private static final int MOST_WRITES = 64; // under way
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private static final Map<String, String> DEFAULTS = Map.of(
      "otel.service.name", "chatsway",
      "otel.exporter.otlp.protocol", "http/protobuf",
      "otel.traces.sampler", "parentbased_traceidratio",
      "otel.traces.sampler.arg", "0.01");

  /** Micrometer pushes the metrics. */
  private static final Map<String, String> ONLY_TRACES =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  private static final TextMapGetter<Function<String, Optional<String>>> HEADERS =
      (header, key) -> header == null ? null : header.apply(key).orElse(null);

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final TracedVotes votes;
  private final Executor executor;
  private final ShownVotes shown = new ShownVotes();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private volatile String lastVote = TracedVotes.START;

  /** Throws RuntimeException if a variable is invalid; spans of votes that were shown are made on {@code executor}. */
  OtlpTracing(TracedVotes votes, Executor executor) {
    SLF4JBridgeHandler.removeHandlersForRootLogger(); // the SDK logs by java.util.logging
    SLF4JBridgeHandler.install();
    this.sdk = AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(() -> DEFAULTS)
        .addPropertiesCustomizer(properties -> ONLY_TRACES)
        .addResourceCustomizer((resource, properties) ->
            resource.toBuilder().put("service.version", Version.version()).build())
        .build()
        .getOpenTelemetrySdk();
    this.tracer = sdk.getTracer("dev.chatsway", Version.version());
    this.propagator = sdk.getPropagators().getTextMapPropagator();
    this.votes = votes;
    this.executor = executor;
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Trace received(String name, long nanosAgo, Function<String, Optional<String>> header) {
    var parent = propagator.extract(Context.root(), header, HEADERS);
    var span = tracer
        .spanBuilder(name)
        .setSpanKind(SpanKind.SERVER)
        .setParent(parent)
        .setStartTimestamp(now() - nanosAgo, TimeUnit.NANOSECONDS)
        .startSpan();
    return span.isRecording() ? new Recorded(span, 500) : Trace.NONE;
  }

  @Override
  public Trace sent(String name) {
    return new Recorded(
        tracer.spanBuilder(name).setNoParent().setSpanKind(SpanKind.CLIENT).startSpan(), 300);
  }

  @Override
  public void shown(UUID session, long before, LiveState state, Frames frames) {
    shown.add(new ShownVotes.Shown(
        session, before, state.revision(), now() - frames.offerNanos(), frames));
  }

  /** Continues the traces of votes that were shown here since; called about once a second. */
  void lookForShown() {
    if (shown.isEmpty() || !isLooking.compareAndSet(false, true)) {
      return;
    }
    // Redis answers on a thread that all calls share.
    var unused = votes
        .after(lastVote)
        .thenAcceptAsync(this::continueTraces, executor)
        .whenComplete((done, failure) -> isLooking.set(false));
  }

  private void continueTraces(List<TracedVote> found) {
    if (!found.isEmpty()) {
      lastVote = found.get(found.size() - 1).id();
    }
    shown.match(found, now(), this::record);
  }

  private void record(TracedVote vote, ShownVotes.Shown first) {
    var header = Map.of("traceparent", vote.traceparent());
    var parent = W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), name -> Optional.ofNullable(header.get(name)), HEADERS);
    long answered = first.tick() + first.frames().answerNanos();
    long offered = first.tick() + first.frames().offerNanos();
    var tick = tracer
        .spanBuilder("tick")
        .setParent(parent)
        .setStartTimestamp(first.tick(), TimeUnit.NANOSECONDS)
        .setAttribute("chatsway.session", shortId(first.session()))
        .setAttribute("chatsway.revision", first.revision())
        .startSpan();
    tracer
        .spanBuilder("frame")
        .setParent(Context.root().with(tick))
        .setStartTimestamp(answered, TimeUnit.NANOSECONDS)
        .setAttribute("chatsway.clients", first.frames().clients())
        .startSpan()
        .end(offered, TimeUnit.NANOSECONDS);
    tick.end(offered, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    sdk.getSdkTracerProvider().shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static long now() {
    var now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private static String shortId(UUID session) {
    return session.toString().substring(0, 8);
  }

  private static String traceparent(Span span) {
    var context = span.getSpanContext();
    return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
        + context.getTraceFlags().asHex();
  }

  private final class Recorded implements Trace {
    private final Span span;
    private final int failures;
    private final AtomicInteger left = new AtomicInteger(MOST_VOTES);

    /** {@code failures} is the least status of a failure. */
    private Recorded(Span span, int failures) {
      this.span = span;
      this.failures = failures;
    }

    @Override
    public void decided(UUID session, VoteResult result, long nanos) {
      if (left.getAndDecrement() <= 0) {
        return;
      }
      long now = now();
      var call = tracer
          .spanBuilder("FCALL apply_vote")
          .setSpanKind(SpanKind.CLIENT)
          .setParent(Context.root().with(span))
          .setStartTimestamp(now - nanos, TimeUnit.NANOSECONDS)
          .setAttribute("db.system.name", "redis")
          .setAttribute("chatsway.session", shortId(session))
          .setAttribute("chatsway.revision", result.revision())
          .setAttribute("chatsway.status", result.status().wire())
          .startSpan();
      call.end(now, TimeUnit.NANOSECONDS);
      if (result.status() == VoteStatus.OK) {
        handOn(traceparent(call), session, result.revision());
      }
    }

    private void handOn(String traceparent, UUID session, long revision) {
      if (writes.incrementAndGet() > MOST_WRITES) {
        writes.decrementAndGet();
        return;
      }
      votes
          .add(traceparent, session, revision)
          .whenComplete((added, failure) -> writes.decrementAndGet());
    }

    @Override
    public Map<String, String> headers() {
      var headers = new HashMap<String, String>();
      propagator.inject(
          Context.root().with(span), headers, (carrier, name, value) -> headers.put(name, value));
      return headers;
    }

    @Override
    public void end(int status) {
      if (status != 0) {
        span.setAttribute("http.response.status_code", status);
      }
      if (status == 0 || status >= failures) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }

    @Override
    public void end() {
      span.end();
    }
  }
}
