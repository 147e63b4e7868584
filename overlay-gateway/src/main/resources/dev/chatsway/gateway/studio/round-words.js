const WHY = { timer: "time was up", hold: "held to the end", hand: "closed" };

/** A result in one line: what was asked, who won, by how much, and why it ended. */
export function resultLine({ question, forLabel, againstLabel, ending, winner, forVotes, againstVotes }) {
  const pro = forLabel || "For";
  const contra = againstLabel || "Against";
  const all = forVotes + againstVotes;
  const won = (label, votes) => `${label} wins, ${Math.round((100 * votes) / all)} %`;
  const outcomes = {
    for: () => won(pro, forVotes),
    against: () => won(contra, againstVotes),
    tie: () => "a tie",
    none: () => "no votes",
  };
  const votes = all === 0 ? "" : ` (${pro} ${forVotes}, ${contra} ${againstVotes})`;
  return `${question ? `${question} ` : ""}${outcomes[winner]()}${votes}, ${WHY[ending]}`;
}

/** How an open round stands. */
export function openLine({ question, forLabel, againstLabel, forVotes, againstVotes }, millisLeft) {
  const left = millisLeft === null ? "until you close it" : `${Math.max(0, Math.ceil(millisLeft / 1000))} s left`;
  return `${question ? `${question} ` : "Votes count, "}${left}. ${forLabel || "For"} ${forVotes}, ${againstLabel || "Against"} ${againstVotes}.`;
}
