// Runs in the overlay's page before its own scripts: notes every frame that the bar draws and every message that comes,
// in ms since 1970 by the page's own precise clock.
{
  const now = () => performance.timeOrigin + performance.now();
  const probe = (window.probe = { frames: [], messages: [], asked: 0 });

  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => {
    probe.asked++;
    return request((time) => {
      draw(time);
      const rope = document.querySelector("chatsway-bar .rope");
      const percent = /translateX\((.*)%\)/.exec(rope?.style.transform ?? "");
      if (percent) {
        probe.frames.push([now(), 2 * percent[1] - 100]);
      }
    });
  };

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => data.includes('"value"') && probe.messages.push(now()));
    }
  };
}
