// One look for all charts, taken from the design tokens, so that light and dark are the style sheet's business alone.

const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

// Tokens are light-dark() and mixed colours, which the chart library can't read: let the browser work them out.
function resolved(name) {
  const place = document.createElement("i");
  place.className = `token-probe token-${name}`;
  document.body.append(place);
  const color = getComputedStyle(place).color;
  place.remove();
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = probe.getImageData(0, 0, 1, 1).data;
  return `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`;
}

function axis(tokens) {
  return {
    axisLine: { lineStyle: { color: tokens.line } },
    axisTick: { show: false },
    axisLabel: { color: tokens.quiet, hideOverlap: true },
    splitLine: { lineStyle: { color: tokens.faint } },
    nameTextStyle: { color: tokens.quiet },
  };
}

function readTokens() {
  const colors = Array.from({ length: 8 }, (_, index) => resolved(`series-${index + 1}`));
  const names = { ink: "ink", quiet: "quiet", line: "line", faint: "faint", surface: "surface" };
  const plain = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, resolved(name)]));
  return { ...plain, colors };
}

/** A theme object for echarts.init(), read from the page as it is now. */
export function chartTheme() {
  const tokens = readTokens();
  const font = getComputedStyle(document.body).fontFamily.replaceAll('"', "");
  const plainAxis = axis(tokens);
  return {
    color: tokens.colors,
    backgroundColor: "transparent",
    textStyle: { fontFamily: font, color: tokens.ink },
    legend: { textStyle: { color: tokens.ink, textBorderWidth: 0 }, itemWidth: 16, itemHeight: 8, icon: "roundRect" },
    categoryAxis: { ...plainAxis, splitLine: { show: false } },
    valueAxis: { ...plainAxis, axisLine: { show: false } },
    timeAxis: { ...plainAxis, splitLine: { show: false } },
    logAxis: plainAxis,
    line: { symbolSize: 6, lineStyle: { width: 2 }, label: { color: tokens.ink } },
    bar: { barMaxWidth: 36, label: { color: tokens.ink, textBorderWidth: 0 } },
    pie: {
      label: { color: tokens.ink, textBorderWidth: 0 },
      itemStyle: { borderColor: tokens.surface, borderWidth: 2 },
    },
    sankey: { label: { color: tokens.ink, textBorderWidth: 0 } },
    tree: { label: { color: tokens.ink, textBorderWidth: 0 } },
    funnel: { label: { color: tokens.ink, textBorderWidth: 0 } },
    tooltip: {
      // Tooltips as HTML would need inline styles.
      renderMode: "richText",
      backgroundColor: tokens.surface,
      borderColor: tokens.line,
      textStyle: { color: tokens.ink, fontFamily: font },
      axisPointer: { lineStyle: { color: tokens.quiet }, crossStyle: { color: tokens.quiet } },
    },
  };
}
