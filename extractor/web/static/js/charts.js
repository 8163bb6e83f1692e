// Charts in the page's colours, drawn anew when the theme or the width changes. Tooltips are drawn, not HTML, so no text
// of a document is ever parsed as markup.

const own = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The page's colours as the theme has them now. */
export function colours() {
  const names = ["ink", "ink-soft", "line", "line-strong", "accent", "surface", "error", "sunken", "accent-wash"];
  return Object.fromEntries(names.map((name) => [name, own(`--${name}`)]));
}

/** What all charts share. */
export function basics(colour) {
  return {
    animationDuration: 300,
    textStyle: { fontFamily: own("--sans"), color: colour["ink-soft"], fontSize: 12 },
    tooltip: { renderMode: "richText", backgroundColor: colour.surface, borderColor: colour["line-strong"], padding: [8, 12], textStyle: { color: colour.ink, fontSize: 13 } },
  };
}

export function axis(colour, more = {}) {
  return {
    axisLine: { lineStyle: { color: colour["line-strong"] } },
    axisTick: { show: false },
    axisLabel: { color: colour["ink-soft"] },
    splitLine: { lineStyle: { color: colour.line } },
    nameTextStyle: { color: colour["ink-soft"] },
    ...more,
  };
}

/** Shows `options(colours)` in `node`; returns the chart. */
export function draw(node, options) {
  const chart = echarts.getInstanceByDom(node) ?? echarts.init(node);
  const render = () => {
    const colour = colours();
    chart.setOption({ ...basics(colour), ...options(colour) }, true);
  };
  render();
  if (!node.dataset.watched) {
    node.dataset.watched = "true";
    new ResizeObserver(() => chart.resize()).observe(node);
    document.addEventListener("themechange", () => node.redraw());
  }
  node.redraw = render;
  return chart;
}
