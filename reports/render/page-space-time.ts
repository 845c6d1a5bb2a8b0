/** The space-time diagram on the page, with what must be known to read it. */
import type { Digest } from "./digest.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { spaceTime } from "./space-time.ts";
import { sceneOf } from "./space-time-scene.ts";

export function spaceTimeSection(digest: Digest): Markup {
  const scene = sceneOf(digest);
  if (scene === null) return nothing;
  const part =
    scene.spans.length === 1
      ? ""
      : " Only the moments around the violation's operations are shown.";
  return markup`<section><h2>In space and time</h2>
<figure><div class="wide">${spaceTime(scene)}</div><figcaption>Who told whom what, and when. The \
order is true; where the drawing is shorter than the time there is a break (≀≀). Messages that only \
repeat themselves, such as heartbeats, are left out.${part} Point at anything for all that is known \
of it. The picture alone is space-time.svg.</figcaption></figure></section>`;
}
