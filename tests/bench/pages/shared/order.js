const GROUPS = ["default", "profile", "password", "code", "passkey"];

/** How many of the groups above are the first way: who somebody is, and their password. */
const FIRST = 3;

const rank = ({ group }) => {
  const place = GROUPS.indexOf(group);
  return place < 0 ? GROUPS.length : place;
};

/** Kratos' nodes as people read them: who they are, then the ways to say so. */
export const ordered = (nodes) => nodes.toSorted((a, b) => rank(a) - rank(b));

/** Whether the ways besides the first begin with `node`. */
export const isOther = (node, index, nodes) =>
  rank(node) >= FIRST && index > 0 && rank(nodes[index - 1]) < FIRST;
