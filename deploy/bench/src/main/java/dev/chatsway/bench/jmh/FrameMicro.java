package dev.chatsway.bench.jmh;

import akka.util.ByteString;
import dev.chatsway.http.WebSocketFrame;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Messages made into frames; a session's is made once for all of its clients. */
@State(Scope.Benchmark)
public class FrameMicro {

  private String shortText = "{\"value\":-12.34,\"status\":\"active\"}";
  private String curve =
      "{\"type\":\"value\",\"value\":-12.345678901234567,\"for\":3.141592653589793,\"against\":4.242640687119285,\"decayRate\":0.2,\"revision\":123456}";

  /** A value of the default protocol. */
  @Benchmark
  public ByteString value() {
    return WebSocketFrame.text(shortText);
  }

  /** A curve of chatsway.v2. */
  @Benchmark
  public ByteString curve() {
    return WebSocketFrame.text(curve);
  }
}
