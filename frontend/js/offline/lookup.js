// Looking up without a line: only among the names that this phone holds.
import { owner } from "../line.js";
import { get } from "./store.js";

const MOST = 20;

const held = async () => (await get("held", owner())) ?? { firms: [], people: [], projects: [] };

const holds = (item, typed) => (item.keys ?? [item.text.toLowerCase()]).some((key) => key.includes(typed));

/** What of a kind ("firms", "people", "projects") answers to the letters typed, in any script it is written in. */
export async function lookUp(kind, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!kind || !wanted) return [];
  const names = await held();
  return names[kind].filter((item) => holds(item, wanted) || ofFirm(names, item, wanted)).slice(0, MOST);
}

/** People and projects answer to their firm's name too. */
function ofFirm(names, item, wanted) {
  const firm = item.firm && names.firms.find((each) => each.id === item.firm);
  return Boolean(firm) && holds(firm, wanted);
}

/** People and projects of the firms chosen, as the server would suggest them. */
export async function suggest(firmIds) {
  const names = await held();
  const of = (items) => items.filter((item) => firmIds.includes(String(item.firm))).slice(0, 8);
  return { people: of(names.people), projects: of(names.projects) };
}
