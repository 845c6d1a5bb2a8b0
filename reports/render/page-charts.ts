/** A chart on the page: the picture itself, so that the page needs no other file. */
import type { Chart } from "./chart.ts";
import { markup, nothing, type Markup } from "./markup.ts";

export interface Picture {
  readonly chart: Chart;
  /** The PNG file in base64. */
  readonly base64: string;
}

export function chartFigure(picture: Picture | undefined): Markup {
  if (picture === undefined) return nothing;
  const { title, caption, widthPx, heightPx, name } = picture.chart;
  return markup`<figure><img width="${widthPx}" height="${heightPx}" \
src="data:image/png;base64,${picture.base64}" alt="${title}. ${caption}">\
<figcaption>${name}.png</figcaption></figure>
`;
}
