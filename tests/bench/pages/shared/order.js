const GROUPS = ["default", "profile", "password", "code", "passkey"];

/** How many of the groups above belong to the first method: identifier and password. */
const FIRST = 3;

const rank = ({ group }) => {
  const place = GROUPS.indexOf(group);
  return place < 0 ? GROUPS.length : place;
};

/** Sorts nodes for display: the identifier, then the methods. */
export const ordered = (nodes) => nodes.toSorted((a, b) => rank(a) - rank(b));

/** Whether `node` is the first one after the first method. */
export const isOther = (node, index, nodes) =>
  rank(node) >= FIRST && index > 0 && rank(nodes[index - 1]) < FIRST;
