// Draws the option object of a chart component (templates/components/chart.html) as SVG, and again when the theme
// turns or the place changes its width.
import {
  BarChart,
  CustomChart,
  FunnelChart,
  GraphChart,
  LineChart,
  PieChart,
  SankeyChart,
  ScatterChart,
  TreeChart,
} from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { chartTheme } from "./chart_theme.js";

echarts.use([
  AriaComponent,
  BarChart,
  CustomChart,
  DatasetComponent,
  FunnelChart,
  GraphChart,
  GridComponent,
  LabelLayout,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  PieChart,
  SankeyChart,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
  TreeChart,
]);

const drawn = new Map();
const resizer = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target)?.resize();
});

// On a narrow place the names beside lying bars leave the bars most of the width.
function fitted(option, width) {
  const label = option.yAxis?.axisLabel;
  const least = Math.round(width * 0.34);
  if (!label?.width || label.width <= least) return option;
  const grid = { ...option.grid, left: option.grid.left - label.width + least };
  return { ...option, grid, yAxis: { ...option.yAxis, axisLabel: { ...label, width: least } } };
}

function completed(option, unit, isAnimated) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: isAnimated && !isReduced,
    animationDuration: 300,
    ...option,
    // The place says what the chart shows, and the table behind it every value; a reading of all points says less.
    aria: { enabled: false },
    tooltip: {
      renderMode: "richText",
      confine: true,
      valueFormatter: (value) => (typeof value === "number" ? `${number.format(value)} ${unit}`.trim() : (value ?? "—")),
      ...option.tooltip,
    },
  };
}

// With a view box the drawing fits any sheet of paper (print.css).
function makeScalable(place, chart) {
  place.querySelector("svg")?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
}

function draw(place, isAnimated = true) {
  drawn.get(place)?.dispose();
  const chart = echarts.init(place, chartTheme(), { renderer: "svg" });
  const option = fitted(JSON.parse(place.dataset.option), place.clientWidth);
  chart.setOption(completed(option, place.dataset.unit ?? "", isAnimated));
  chart.on("click", ({ data }) => {
    // A bar or a point may say where its rows are listed.
    if (data?.url) location.assign(data.url);
  });
  chart.on("finished", () => makeScalable(place, chart));
  drawn.set(place, chart);
  resizer.observe(place);
}

document.addEventListener("theme:changed", () => drawn.forEach((_, place) => draw(place)));

window.crmParts = { ...window.crmParts, charts: { draw } };
