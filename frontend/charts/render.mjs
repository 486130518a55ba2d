// Draws charts for documents: reads [{option, width, height, font, pixels}] from standard input, prints
// [{svg, png}] in the same order. `pixels` above 0 asks for a picture as well, that many pixels to a unit of width.
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { Resvg } from "@resvg/resvg-js";
import * as echarts from "echarts";
import { paperTheme } from "./paper_theme.mjs";

// Debian's place of the font. Reading it alone takes a moment; reading all fonts of a machine takes seconds a chart.
const FONT_FILES = ["Regular", "Bold"]
  .map((weight) => `/usr/share/fonts/opentype/noto/NotoSansCJK-${weight}.ttc`)
  .filter((file) => existsSync(file));

function drawSvg({ option, width, height, font }) {
  const chart = echarts.init(null, paperTheme(font), { renderer: "svg", ssr: true, width, height });
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  // An open chart keeps a timer, and so the process, alive.
  chart.dispose();
  return svg;
}

function drawPng(svg, { font, pixels }) {
  const picture = new Resvg(svg, {
    background: "#ffffff",
    fitTo: { mode: "zoom", value: pixels },
    font: { fontFiles: FONT_FILES, loadSystemFonts: FONT_FILES.length === 0, defaultFontFamily: font },
  });
  return picture.render().asPng().toString("base64");
}

function draw(chart) {
  const svg = drawSvg(chart);
  return { svg, png: chart.pixels > 0 ? drawPng(svg, chart) : null };
}

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(draw)));
