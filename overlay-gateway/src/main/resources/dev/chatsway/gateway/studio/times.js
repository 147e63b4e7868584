const MINUTE = { hour: "2-digit", minute: "2-digit" };
const SECOND = { ...MINUTE, second: "2-digit" };

/**
 * Writes moments between two, all in milliseconds, as the wall clock here shows them. Where the clock is put back in between it shows some times
 * twice: all then have the offset from UTC behind them (02:30 GMT+2, 02:30 GMT+1).
 */
export function wallClock(from, to) {
  const isChanged = new Date(from).getTimezoneOffset() !== new Date(to).getTimezoneOffset();
  const offset = isChanged ? { timeZoneName: "shortOffset" } : {};
  const minute = new Intl.DateTimeFormat(undefined, { ...MINUTE, ...offset });
  const second = new Intl.DateTimeFormat(undefined, { ...SECOND, ...offset });
  return { isChanged, time: (millis) => minute.format(millis), timeWithSeconds: (millis) => second.format(millis) };
}

/** How long ago something was, in one unit. */
export function ago(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 5) {
    return "just now";
  }
  if (seconds < 90) {
    return `${seconds} s ago`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}

/** A value of the bar, with its sign, as a whole number. */
export function signed(value) {
  const whole = Math.round(value);
  return whole > 0 ? `+${whole}` : whole < 0 ? `−${-whole}` : "0";
}
