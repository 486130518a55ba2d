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

function completed(option, unit, isAnimated) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: isAnimated && !isReduced,
    animationDuration: 300,
    ...option,
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
  chart.setOption(completed(JSON.parse(place.dataset.option), place.dataset.unit ?? "", isAnimated));
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
