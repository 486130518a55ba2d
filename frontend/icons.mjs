// The icon sprite: only the icons that templates and code name, each as a <symbol>.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

const ICONS = "node_modules/@tabler/icons/icons";
const SOURCES = [
  ["templates", /\.html$/],
  ["crm", /\.py$/],
  ["frontend/js", /\.js$/],
];
// icon("name"), icon="name", icon: "name", "icon": "name": a misspelt one stops the build.
const NAMED = /\bicon["']?\s*[(=:]\s*["']([a-z0-9-]+)["']/g;
// badge(text, "tone", "name"), whatever the text is made of.
const BADGE = /\bbadge\(.*?,\s*["'](?:neutral|quiet|info|good|warn|bad|accent|primary)["'],\s*["']([a-z0-9-]+)["']/g;
// "value": ("name", "tone") in the table of looks: a misspelt one stops the build too.
const LOOK = /:\s*\(["']([a-z0-9-]+)["'],/g;
const LOOKS = /looks\.html$/;
// A choice of icons stands on a line with the word icon, the navigation's in its own file; what is no icon is left out.
const QUOTED = /["']([a-z0-9]+(?:-[a-z0-9]+)*)["']/g;
const CHOICE = /icon/i;
const CHOICES = /(^|\/)(navigation|styleguide|actions|kinds)\.py$/;

async function* filesIn(folder, ending) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(name, ending);
    else if (ending.test(entry.name)) yield name;
  }
}

function fileOf(name) {
  return name.endsWith("-filled")
    ? path.join(ICONS, "filled", `${name.slice(0, -"-filled".length)}.svg`)
    : path.join(ICONS, "outline", `${name}.svg`);
}

async function symbolOf(name) {
  let svg;
  try {
    svg = await readFile(fileOf(name), "utf8");
  } catch {
    return null;
  }
  const drawing = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s*\n\s*/g, "");
  const look = name.endsWith("-filled")
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${look}>${drawing}</symbol>`;
}

async function namesInUse() {
  const certain = new Map();
  const possible = new Set();
  for (const [folder, ending] of SOURCES) {
    for await (const file of filesIn(folder, ending)) {
      for (const line of (await readFile(file, "utf8")).split("\n")) {
        for (const [, name] of line.matchAll(NAMED)) certain.set(name, file);
        for (const [, name] of line.matchAll(BADGE)) certain.set(name, file);
        if (LOOKS.test(file)) for (const [, name] of line.matchAll(LOOK)) certain.set(name, file);
        if (!CHOICE.test(line) && !CHOICES.test(file)) continue;
        for (const [, name] of line.matchAll(QUOTED)) possible.add(name);
      }
    }
  }
  return { certain, possible };
}

/** The sprite as text; throws where a template asks for an icon that doesn't exist. */
export async function iconSprite() {
  const { certain, possible } = await namesInUse();
  const symbols = [];
  for (const name of [...new Set([...certain.keys(), ...possible])].sort()) {
    const symbol = await symbolOf(name);
    if (symbol) symbols.push(symbol);
    else if (certain.has(name)) throw new Error(`${certain.get(name)}: there is no icon "${name}"`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}
