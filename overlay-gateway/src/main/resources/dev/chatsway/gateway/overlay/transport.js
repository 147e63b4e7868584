/**
 * The two ways to hear the messages of `chatsway.v2`. Each opens at once and calls `message(text)` for every message and `end()` once, when it is
 * over for whatever reason; after `close()` it calls nothing any more.
 */
export function openWebSocket(server, overlayId, { message, end }) {
  const socket = new WebSocket(`${server.replace(/^http/, "ws")}/ws/overlay/${overlayId}`, "chatsway.v2");
  socket.onmessage = (event) => message(event.data);
  socket.onclose = end;
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    close: () => {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    },
  };
}

/** The same over Server-Sent Events, for networks that break WebSockets; coming back is left to the caller. */
export function openEvents(server, overlayId, { message, end }) {
  const source = new EventSource(`${server}/sse/overlay/${overlayId}`);
  source.onmessage = (event) => message(event.data);
  source.onerror = () => {
    source.close();
    end();
  };
  return { send: () => {}, close: () => source.close() };
}
