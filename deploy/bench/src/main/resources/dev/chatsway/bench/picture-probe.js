// Runs in the overlay's page before its own scripts: notes every frame that the bar draws, with what the law (law.js) makes of the newest
// message then and how old its change is, and when changes come; in ms since 1970 by the page's own precise clock.
{
  const now = () => performance.timeOrigin + performance.now();
  const probe = (window.probe = { frames: [], changes: [], asked: 0 });
  let law = null;
  let scale = "sum";
  let curve = null;
  let heardAt = 0;
  let changedAt = 0;
  if (location.pathname.includes("/overlay/")) {
    import(new URL("assets/law.js", location)).then((module) => (law = module.decayed));
  }

  const hear = (message) => {
    scale = message.settings?.scale ?? scale;
    if (message.type !== "value") {
      return;
    }
    heardAt = now();
    if (message.revision !== curve?.revision) {
      changedAt = heardAt;
      probe.changes.push(heardAt);
    }
    curve = message;
  };

  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => {
    probe.asked++;
    return request((time) => {
      draw(time);
      const rope = document.querySelector("chatsway-bar .rope");
      const place = /translate([XY])\((.*)%\)/.exec(rope?.style.transform ?? "");
      if (place && law && curve) {
        const value = place[1] === "Y" ? 100 - 2 * place[2] : 2 * place[2] - 100; // the worm's rises
        const shown = performance.timeOrigin + time;
        probe.frames.push([now(), value, law({ ...curve, scale }, (shown - heardAt) / 1000).value, shown - changedAt, shown]);
      }
    });
  };

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => hear(JSON.parse(data)));
    }
  };
}
