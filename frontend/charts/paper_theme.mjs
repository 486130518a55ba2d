// How charts look on paper: white ground, dark ink, colours that stay apart for colour-blind readers and in grey.

const INK = "#1c2530";
const QUIET = "#4a5563";
const LINE = "#9aa4b1";
const FAINT = "#e3e7ec";
const SERIES = ["#1f4e79", "#e0912f", "#5b9aa0", "#8c5a8e", "#8f98a3", "#b5482f", "#a9b85c", "#5f7fbf"];

function axis(quiet) {
  return {
    axisLine: { lineStyle: { color: LINE } },
    axisTick: { show: false },
    axisLabel: { color: quiet, fontSize: 12, textBorderWidth: 0, hideOverlap: true },
    splitLine: { lineStyle: { color: FAINT } },
    nameTextStyle: { color: quiet, fontSize: 12, align: "left" },
  };
}

// Labels get their colour by name: left to itself the library outlines them, which prints as a blur.
const label = { color: INK, fontSize: 12, textBorderWidth: 0 };

/** The font's name goes without quotes: it lands in a style attribute as it is. */
export function paperTheme(font) {
  const plain = axis(QUIET);
  return {
    color: SERIES,
    backgroundColor: "transparent",
    textStyle: { fontFamily: font, color: INK },
    legend: { textStyle: { color: INK, fontSize: 12, textBorderWidth: 0 }, itemWidth: 16, itemHeight: 8 },
    categoryAxis: { ...plain, splitLine: { show: false } },
    valueAxis: { ...plain, axisLine: { show: false } },
    bar: { barMaxWidth: 32, label },
    line: { label },
    funnel: { label, labelLine: { lineStyle: { color: LINE } }, itemStyle: { borderWidth: 0 } },
  };
}
