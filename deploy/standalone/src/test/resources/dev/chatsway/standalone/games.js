const shades = (context, height, stops) => {
  const gradient = context.createLinearGradient(0, 0, 0, height);
  stops.forEach((colour, i) => gradient.addColorStop(i / (stops.length - 1), colour));
  return gradient;
};
const GAMES = {
  /* A city at night, its windows lit, rain on the street. */
  dark(c, w, h) {
    c.fillStyle = shades(c, h, ["#070b1c", "#1b1638", "#3a1f4d"]);
    c.fillRect(0, 0, w, h);
    for (let i = 0; i < 24; i++) {
      const x = i * 27 - 10, top = 14 + ((i * 37) % 52);
      c.fillStyle = i % 2 ? "#0d1026" : "#141633";
      c.fillRect(x, top, 30, h);
      c.fillStyle = ["#ffd98a", "#7fe0ff", "#ff7ac6"][i % 3];
      for (let j = 0; j < 14; j++) {
        if ((i * 7 + j * 5) % 4 === 0) c.fillRect(x + 5 + (j % 3) * 8, top + 6 + Math.floor(j / 3) * 11, 4, 5);
      }
    }
    c.fillStyle = shades(c, h, ["#0000", "#0000", "#e0409055"]);
    c.fillRect(0, 0, w, h);
  },
  /* A meadow at noon: the brightest picture that a game has. */
  bright(c, w, h) {
    c.fillStyle = shades(c, h, ["#6cc4ff", "#c9ecff", "#fffbe2"]);
    c.fillRect(0, 0, w, h);
    c.fillStyle = "#fff";
    for (const [x, y, r] of [[80, 34, 20], [106, 28, 26], [134, 36, 18], [400, 24, 18], [424, 20, 24], [452, 28, 16]]) {
      c.beginPath();
      c.arc(x, y, r, 0, 7);
      c.fill();
    }
    [["#a7dd6c", 62, 26], ["#7cc653", 84, 16], ["#5aad3f", 106, 8]].forEach(([colour, base, swing], k) => {
      c.fillStyle = colour;
      c.beginPath();
      c.moveTo(0, h);
      for (let x = 0; x <= w; x += 6) c.lineTo(x, base + swing * Math.sin(x / (70 - 14 * k) + k * 2));
      c.lineTo(w, h);
      c.fill();
    });
    for (let i = 0; i < 9; i++) {
      c.fillStyle = "#ffd23f";
      c.beginPath();
      c.arc(200 + i * 26, 48 - 16 * Math.sin((i / 8) * Math.PI), 7, 0, 7);
      c.fill();
    }
  },
};

/** A piece of a game, painted here, with a real overlay in it. */
function scene(game, width, height, address, title) {
  const figure = document.createElement("figure");
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  GAMES[game](canvas.getContext("2d"), width, height);
  const overlay = document.createElement("iframe");
  overlay.title = title;
  overlay.src = address;
  figure.append(canvas, overlay);
  return figure;
}
