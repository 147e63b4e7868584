const votesFormat = new Intl.NumberFormat("en");

/** Minutes and seconds until an end, as 0:07; a second that has begun counts. */
export function clockWords(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What an open round says of its end: the time that is left, who holds on, or only that it is open; how to win early where there is room for it. */
export function openWords(round, millisLeft, leader, isBrief) {
  if (round.ending === "hold") {
    return `${leader} wins in ${clockWords(millisLeft)}`;
  }
  const left = round.ending === "timer" ? clockWords(millisLeft) : "Voting is open";
  return isBrief || round.winAt === undefined ? left : `${left} · hold ${round.winAt} for ${round.holdMillis / 1000} s to win`;
}

/**
 * A result as two lines: who won, and by how much.
 *
 * @param message a value of `chatsway.v2` whose round was decided: its counts are those of the result
 * @param labels {forLabel, againstLabel}
 */
export function resultWords({ round, forVotes, againstVotes }, { forLabel, againstLabel }) {
  const all = forVotes + againstVotes;
  const votes = all === 1 ? "1 vote" : `${votesFormat.format(all)} votes`;
  switch (round.winner) {
    case "none":
      return ["No votes", ""];
    case "tie":
      return ["It is a tie", `50 % each, ${votes}`];
    default: {
      const isFor = round.winner === "for";
      const percent = `${Math.round((100 * (isFor ? forVotes : againstVotes)) / all)} %`;
      return [`${isFor ? forLabel || "For" : againstLabel || "Against"} wins`, `${round.ending === "hold" ? "held on, " : ""}${percent}, ${votes}`];
    }
  }
}
