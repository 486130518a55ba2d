// Builds static/dist: scripts, styles and icons with their hash in the name, and manifest.json with their integrity.
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { iconSprite } from "./icons.mjs";

const OUT = "static/dist";
const MANIFEST = "manifest.json";
const ENTRIES = ["js/theme.js", "js/app.js", "js/charts.js", "js/fields.js", "js/offline.js", "js/worker.js", "css/app.css", "css/print.css", "css/styleguide.css"];
// What the pages lean on (light-dark(), relative colours, :has) has been in all engines since then.
const TARGET = ["chrome123", "edge123", "firefox128", "safari17.5"];

const digest = (algorithm, content, form) => createHash(algorithm).update(content).digest(form);

async function bundles() {
  const result = await build({
    entryPoints: ENTRIES.map((entry) => `frontend/${entry}`),
    outdir: OUT,
    outbase: "frontend",
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: TARGET,
    legalComments: "inline",
    logLevel: "warning",
  });
  return result.outputFiles.map((file) => [path.basename(file.path), Buffer.from(file.contents)]);
}

// The server hands out the packed twin where the browser takes it.
async function pack(file, content) {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, best));
}

async function store(name, content) {
  const { name: stem, ext } = path.parse(name);
  const file = `${stem}-${digest("sha256", content, "hex").slice(0, 12)}${ext}`;
  await writeFile(path.join(OUT, file), content);
  await pack(path.join(OUT, file), content);
  return [name, { file: `dist/${file}`, integrity: `sha384-${digest("sha384", content, "base64")}` }];
}

async function removeStale(manifest) {
  const kept = new Set(Object.values(manifest).map(({ file }) => path.basename(file)));
  for (const name of await readdir(OUT)) {
    if (name !== MANIFEST && !kept.has(name.replace(/\.(gz|br)$/, ""))) await rm(path.join(OUT, name));
  }
}

await mkdir(OUT, { recursive: true });
const made = [...(await bundles()), ["icons.svg", Buffer.from(await iconSprite())]];
const manifest = Object.fromEntries(await Promise.all(made.map(([name, content]) => store(name, content))));
await writeFile(path.join(OUT, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
await removeStale(manifest);
