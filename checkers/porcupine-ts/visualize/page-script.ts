/** The program inside the page: it draws what is in view on a canvas, and tells of what is pointed at. */

/*
 * Plain JavaScript as text, since this package is pure and a page has to hold it anyhow. It reads the
 * data element, and writes text only by textContent or fillText: no value can become markup. Work per
 * frame is linear in the bars that are given, which are bounded.
 */
export const PAGE_SCRIPT: string = String.raw`"use strict";
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const [ID, PROCESS, LANE, FROM, TO, END, STATUS, LABEL, PART] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const STATUSES = ["ok", "info", "fail"], WORDS = ["ok", "no answer", "refused"];
const ROW = 26, BAR = 20, LEFT = 84, HEAD = 26;
const bars = data.bars, text = (i) => data.strings[i];
const canvas = document.getElementById("timeline"), pen = canvas.getContext("2d");
const overview = document.getElementById("overview"), thin = overview.getContext("2d");
const detail = document.getElementById("detail"), scroller = document.getElementById("scroller");
const plain = [{ from: 0, to: data.events, folded: false }];
let segments = data.segments, view = [0, 1], lanes = new Map(), pinned = -1, hovered = -1, chosen = -1, drag;

/* The axis: folded stretches are worth three events. */
let starts = [], width = 1;
const setAxis = (next) => {
  segments = next; starts = []; width = 0;
  for (const s of segments) { starts.push(width); width += s.folded ? Math.min(3, s.to - s.from) : s.to - s.from; }
  width = Math.max(width, 1); view = [0, width];
};
const unit = (rank) => {
  let low = 0, high = segments.length - 1;
  while (low < high) { const m = (low + high) >> 1; if (segments[m].to < rank) low = m + 1; else high = m; }
  const s = segments[low]; if (!s) return 0;
  const room = (low + 1 < starts.length ? starts[low + 1] : width) - starts[low];
  return starts[low] + room * Math.max(0, Math.min(1, (rank - s.from) / Math.max(1, s.to - s.from)));
};
const inner = () => canvas.clientWidth - LEFT - 10;
const x = (rank) => LEFT + ((unit(rank) - view[0]) / (view[1] - view[0])) * inner();
const y = (bar) => HEAD + lanes.get(bar[LANE]) * ROW;

/* Only lanes with a bar in view, in the same order always, but for the trouble's when it is looked at. */
const layLanes = () => {
  const used = new Set();
  const folds = segments.filter((s) => s.folded);
  for (const bar of bars) {
    if (x(bar[END]) < LEFT || x(bar[FROM]) > canvas.clientWidth) continue;
    if (!bar[PART] && folds.some((s) => bar[FROM] >= s.from && bar[END] <= s.to)) continue;
    used.add(bar[LANE]);
  }
  const first = segments === plain ? new Set() : new Set(bars.filter((bar) => bar[PART]).map((bar) => bar[LANE]));
  lanes = new Map([...used].sort((a, b) => first.has(b) - first.has(a) || a - b).map((lane, i) => [lane, i]));
};

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
let colors = {}, hatch;
const readColors = () => {
  for (const n of ["ground","ink","faint","line","lane","ok","ok-line","info","info-line","fail","fail-line","core","stuck","point","mark"]) colors[n] = color(n);
  const tile = document.createElement("canvas"); tile.width = tile.height = 8;
  const t = tile.getContext("2d"); t.fillStyle = colors.info; t.fillRect(0, 0, 8, 8);
  t.strokeStyle = colors["info-line"]; t.globalAlpha = 0.5; t.beginPath();
  t.moveTo(-2, 10); t.lineTo(10, -2); t.moveTo(-2, 2); t.lineTo(2, -2); t.moveTo(6, 10); t.lineTo(10, 6); t.stroke();
  hatch = pen.createPattern(tile, "repeat");
};
const size = (c, p, h) => {
  const ratio = window.devicePixelRatio || 1;
  c.style.height = h + "px"; c.width = Math.round(c.clientWidth * ratio); c.height = Math.round(h * ratio);
  p.setTransform(ratio, 0, 0, ratio, 0, 0);
};
const clip = (p, s, room) => {
  if (room < 14) return "";
  if (p.measureText(s).width <= room) return s;
  const keep = Math.floor(s.length * room / p.measureText(s).width) - 1;
  return keep < 1 ? "" : s.slice(0, keep) + "…";
};

const draw = () => {
  layLanes();
  size(canvas, pen, HEAD + Math.max(1, lanes.size) * ROW + 8);
  const w = canvas.clientWidth, bottom = HEAD + lanes.size * ROW;
  pen.fillStyle = colors.ground; pen.fillRect(0, 0, w, bottom + 8); pen.font = "12px system-ui, sans-serif"; pen.textBaseline = "middle";
  const names = new Map();
  for (const i of lanes.values()) { pen.fillStyle = colors.lane; pen.fillRect(LEFT, HEAD + i * ROW + 1, w - LEFT, ROW - 2); }
  pen.save(); pen.beginPath(); pen.rect(LEFT, 0, w - LEFT, bottom + 8); pen.clip();
  for (const mark of data.marks) {
    const [a, b] = [x(mark.from), x(mark.to)]; if (b < LEFT || a > w) continue;
    pen.globalAlpha = 0.6; pen.fillStyle = colors.mark; pen.fillRect(a, HEAD, Math.max(2, b - a), bottom - HEAD); pen.globalAlpha = 1;
    pen.fillStyle = colors.faint; pen.fillText("▾ " + mark.label, Math.max(LEFT, a) + 3, 7);
  }
  drawAxis(w, bottom);
  const room = new Map();
  for (let i = bars.length - 1; i >= 0; i--) drawBar(bars[i], i, room, names, w);
  drawOrder();
  pen.restore();
  pen.textAlign = "right"; pen.fillStyle = colors.faint;
  for (const [lane, set] of names) {
    const list = [...set].reverse();
    pen.fillText(clip(pen, list.slice(0, 3).join(", ") + (list.length > 3 ? " …" : ""), LEFT - 10), LEFT - 6, HEAD + lanes.get(lane) * ROW + ROW / 2);
  }
  pen.textAlign = "left";
  drawOverview();
};
const drawAxis = (w, bottom) => {
  pen.fillStyle = colors.faint; pen.strokeStyle = colors.line; pen.lineWidth = 1;
  let taken = 0;
  const say = (words, at) => { const wide = pen.measureText(words).width; if (at < taken || at + wide > w) return; pen.fillText(words, at, 19); taken = at + wide + 8; };
  for (const s of segments) {
    const [a, b] = [x(s.from), x(s.to)]; if (b < LEFT || a > w) continue;
    if (s.folded) {
      const m = (a + b) / 2; pen.setLineDash([3, 4]); pen.strokeStyle = colors.faint;
      pen.beginPath(); pen.moveTo(m, HEAD); pen.lineTo(m, bottom); pen.stroke(); pen.setLineDash([]); pen.strokeStyle = colors.line;
      const words = (s.to - s.from) + " events"; say(words, Math.min(w - 4, Math.max(LEFT, m - 30) + 80) - 80); continue;
    }
    const step = 10 ** Math.ceil(Math.log10(Math.max(1, (70 * (view[1] - view[0])) / inner())));
    for (let r = Math.ceil(s.from / step) * step; r < s.to; r += step) {
      const at = x(r); if (at < LEFT || at > w) continue;
      pen.beginPath(); pen.moveTo(at, HEAD - 4); pen.lineTo(at, bottom); pen.stroke(); if (segments === plain || x(s.to) - at > 60) say(String(r), at + 3);
    }
  }
};
const drawBar = (bar, i, room, names, w) => {
  if (!lanes.has(bar[LANE])) return;
  const a = x(bar[FROM]), b = x(bar[END]); if (b < LEFT || a > w) { if (a > w) room.set(bar[LANE], a); return; }
  const free = room.get(bar[LANE]) ?? w; room.set(bar[LANE], a);
  names.set(bar[LANE], (names.get(bar[LANE]) ?? new Set()).add(text(bar[PROCESS])));
  const top = y(bar) + (ROW - BAR) / 2, status = STATUSES[bar[STATUS]], wide = Math.max(1.5, b - a - 1);
  pen.fillStyle = status === "info" ? hatch : colors[status]; pen.strokeStyle = colors[status + "-line"]; pen.lineWidth = 1;
  if (status !== "ok" && wide > 6) pen.setLineDash(status === "info" ? [6, 3] : [2, 2]);
  if (bar[PART]) { pen.setLineDash([]); pen.lineWidth = 2.5; pen.strokeStyle = bar[PART] === 2 ? colors.stuck : colors.core; }
  if (i === hovered || i === pinned) { pen.setLineDash([]); pen.lineWidth = Math.max(2, pen.lineWidth + 0.5); }
  pen.beginPath(); pen.roundRect ? pen.roundRect(a, top, wide, BAR, Math.min(3, wide / 2)) : pen.rect(a, top, wide, BAR);
  pen.fill(); if (wide > 3 || bar[PART]) pen.stroke(); pen.setLineDash([]);
  if (wide < 8 && !bar[PART]) return;
  const open = status === "info" && b - a > 60, margin = 10 + (bar[PART] === 2 ? 14 : 0) + (open ? 18 : 0);
  const inside = b - Math.max(a, LEFT) - margin, out = pen.measureText(text(bar[LABEL])).width > inside && free - b > inside + margin;
  let from = (out ? b : Math.max(a, LEFT)) + 5;
  if (bar[PART] === 2) { pen.fillStyle = colors.stuck; pen.fillText("✗", from, top + BAR / 2 + 1); from += 14; }
  const label = clip(pen, text(bar[LABEL]), out ? free - b - margin : inside);
  if (label) { pen.fillStyle = colors.ink; pen.fillText(label, from, top + BAR / 2 + 1); }
  if (open) { pen.fillStyle = colors.ink; pen.fillText("→", Math.min(b, w) - 16, top + BAR / 2 + 1); }
};

/* The order of what is pointed at: the longest that has a place for it. */
const orderOf = (i) => data.orders.findIndex((o) => o.steps.some((s) => s[0] === i));
const shownOrder = () => {
  const i = hovered >= 0 ? hovered : pinned;
  const own = i >= 0 ? orderOf(i) : -1;
  return data.orders[own >= 0 ? own : Math.max(chosen, 0)];
};
const drawOrder = () => {
  const order = shownOrder(); if (!order) return;
  const points = order.steps.map(([bar, at], n) => [x(Math.min(at, bars[bar][END])), lanes.has(bars[bar][LANE]) ? y(bars[bar]) + ROW - 5 : -99, n + 1]).filter((p) => p[1] > 0);
  pen.strokeStyle = colors.point; pen.globalAlpha = 0.5; pen.lineWidth = 1.5; pen.beginPath();
  points.forEach(([a, b], n) => (n ? pen.lineTo(a, b) : pen.moveTo(a, b))); pen.stroke(); pen.globalAlpha = 1;
  let last = -99, lastY = -99;
  pen.textAlign = "center"; pen.font = "bold 10px system-ui, sans-serif";
  for (const [a, b, n] of points) {
    if (Math.abs(a - last) < 5 && b === lastY) continue; last = a; lastY = b;
    pen.fillStyle = colors.point; pen.beginPath(); pen.arc(a, b, n > 99 ? 9 : 7, 0, 7); pen.fill();
    pen.fillStyle = colors.ground; pen.fillText(n, a, b + 0.5);
  }
  pen.textAlign = "left"; pen.font = "12px system-ui, sans-serif";
};
const drawOverview = () => {
  size(overview, thin, 46);
  const w = overview.clientWidth, n = data.density.length, most = Math.max(1, ...data.density);
  thin.fillStyle = colors.lane; thin.fillRect(0, 0, w, 46); thin.fillStyle = colors.ok;
  data.density.forEach((d, i) => thin.fillRect((i * w) / n, 46 - (40 * d) / most, w / n + 0.5, (40 * d) / most));
  const at = (rank) => (rank / Math.max(1, data.events)) * w;
  thin.fillStyle = colors.mark; for (const m of data.marks) thin.fillRect(at(m.from), 0, Math.max(2, at(m.to) - at(m.from)), 6);
  for (const bar of bars) if (bar[PART]) { thin.fillStyle = bar[PART] === 2 ? colors.stuck : colors.core; thin.fillRect(at(bar[FROM]) - 1, 0, 2, 46); }
  thin.strokeStyle = colors.ink; thin.lineWidth = 2;
  const [a, b] = view.map((u) => at(rankOf(u))); thin.strokeRect(a + 1, 1, Math.max(3, b - a - 2), 44);
};
const rankOf = (u) => {
  for (let i = segments.length - 1; i >= 0; i--) if (u >= starts[i] || i === 0) {
    const room = (i + 1 < starts.length ? starts[i + 1] : width) - starts[i];
    return segments[i].from + ((u - starts[i]) / Math.max(room, 1e-9)) * (segments[i].to - segments[i].from);
  }
  return 0;
};

/* Words about one operation and its order. */
const put = (parent, tag, words, className) => {
  const e = document.createElement(tag); if (words !== undefined) e.textContent = words;
  if (className) e.className = className; parent.append(e); return e;
};
const tell = () => {
  const i = hovered >= 0 ? hovered : pinned; detail.replaceChildren();
  const order = shownOrder();
  if (i >= 0) {
    const bar = bars[i];
    put(detail, "h2", text(bar[LABEL]));
    put(detail, "p", "operation " + bar[ID] + ", process " + text(bar[PROCESS]) + ", " + WORDS[bar[STATUS]] + ", events " + bar[FROM] + " to " + (bar[TO] < 0 ? "unknown: it may take effect at any later time" : bar[TO]));
    put(detail, "p", ["", "Part of what is impossible together.", "✗ Finds no place behind the longest order."][bar[PART]]);
    if (orderOf(i) < 0 && data.orders.length) put(detail, "p", "In none of the orders shown.", "faint");
  }
  if (!order) return;
  put(detail, "h3", orderOf(i) >= 0 ? "Longest order with it" : "Longest order");
  const list = put(detail, "ol");
  order.steps.slice(-200).forEach(([b, , state]) => { const item = put(list, "li", text(bars[b][LABEL]) + " [" + bars[b][ID] + "]"); if (text(state)) put(item, "span", " ⇒ " + text(state), "faint"); if (b === i) item.className = "here"; });
  list.start = Math.max(1, order.steps.length - 199);
  if (order.hindrances.length) { put(detail, "h3", "What cannot follow"); const no = put(detail, "ul"); order.hindrances.slice(0, 20).forEach((h) => put(no, "li", text(h))); }
};

const clamp = () => {
  const span = Math.max(Math.min(6, width), Math.min(width, view[1] - view[0])); let start = Math.max(0, Math.min(width - span, view[0]));
  view = [start, start + span];
};
let waiting = false;
const refresh = () => { if (waiting) return; waiting = true; requestAnimationFrame(() => { waiting = false; clamp(); draw(); }); };
const zoom = (factor, at) => { const u = view[0] + (view[1] - view[0]) * at; view = [u - (u - view[0]) * factor, u + (view[1] - u) * factor]; refresh(); };
const show = (i) => {
  const bar = bars[i]; if (!bar) return; const u = unit(bar[FROM]), half = Math.min(width, 60) / 2;
  if (u < view[0] || u > view[1]) view = [u - half, u + half];
  pinned = i; hovered = -1; tell(); refresh();
};
const hit = (event) => {
  const box = canvas.getBoundingClientRect(), px = event.clientX - box.left, py = event.clientY - box.top;
  const lane = [...lanes].find(([, i]) => i === Math.floor((py - HEAD) / ROW))?.[0]; let found = -1;
  if (px >= LEFT) bars.forEach((bar, i) => { if (bar[LANE] === lane && x(bar[FROM]) - 2 <= px && px <= Math.max(x(bar[END]), x(bar[FROM]) + 4)) found = i; });
  return found;
};
canvas.addEventListener("mousemove", (event) => {
  if (drag) { const d = ((drag.px - event.clientX) / inner()) * (drag.view[1] - drag.view[0]); drag.moved ||= Math.abs(drag.px - event.clientX) > 3; view = [drag.view[0] + d, drag.view[1] + d]; return refresh(); }
  const found = hit(event); if (found !== hovered) { hovered = found; tell(); refresh(); }
});
canvas.addEventListener("mouseleave", () => { if (hovered >= 0) { hovered = -1; tell(); refresh(); } });
canvas.addEventListener("mousedown", (event) => { drag = { px: event.clientX, view, moved: false }; event.preventDefault(); canvas.focus(); });
window.addEventListener("mouseup", (event) => { if (drag && !drag.moved && event.target === canvas) { pinned = hit(event); tell(); refresh(); } drag = undefined; });
canvas.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.shiftKey && Math.abs(event.deltaY) > Math.abs(event.deltaX) && scroller.scrollHeight > scroller.clientHeight && !event.altKey) return; event.preventDefault(); const box = canvas.getBoundingClientRect(); if (event.ctrlKey || event.altKey || scroller.scrollHeight <= scroller.clientHeight) zoom(event.deltaY > 0 ? 1.25 : 0.8, Math.max(0, (event.clientX - box.left - LEFT) / inner())); else { const d = ((event.deltaX || event.deltaY) / inner()) * (view[1] - view[0]); view = [view[0] + d, view[1] + d]; refresh(); } }, { passive: false });
const seek = (event) => { const u = unit((event.offsetX / overview.clientWidth) * data.events), half = (view[1] - view[0]) / 2; view = [u - half, u + half]; refresh(); };
overview.addEventListener("mousedown", (event) => { if (segments !== plain) { setAxis(plain); view = [0, Math.min(width, 120)]; } seek(event); });
overview.addEventListener("mousemove", (event) => { if (event.buttons === 1) seek(event); });
const step = (by) => { let i = pinned; do { i += by; } while (bars[i] && !bars[i][PART]); show(i); };
const acts = {
  trouble: () => { setAxis(data.segments); refresh(); }, whole: () => { setAxis(plain); refresh(); },
  closer: () => zoom(0.5, 0.5), farther: () => zoom(2, 0.5), before: () => step(-1), after: () => step(1),
};
for (const [name, act] of Object.entries(acts)) document.getElementById(name)?.addEventListener("click", act);
canvas.addEventListener("keydown", (event) => {
  const by = (view[1] - view[0]) / 5;
  const act = { ArrowLeft: () => { view = [view[0] - by, view[1] - by]; refresh(); }, ArrowRight: () => { view = [view[0] + by, view[1] + by]; refresh(); }, "+": acts.closer, "-": acts.farther, n: acts.after, p: acts.before, Escape: () => { pinned = -1; tell(); refresh(); } }[event.key];
  if (act) { act(); event.preventDefault(); }
});
document.getElementById("find").addEventListener("change", (event) => {
  const wanted = event.target.value.trim(); if (!wanted) return;
  let i = bars.findIndex((bar) => String(bar[ID]) === wanted); if (i < 0) i = bars.findIndex((bar, n) => n > pinned && text(bar[LABEL]).includes(wanted)); if (i < 0) i = bars.findIndex((bar) => text(bar[LABEL]).includes(wanted));
  if (i >= 0) { if (segments !== plain) { setAxis(plain); view = [0, Math.min(width, 120)]; } show(i); }
});
const orders = document.getElementById("orders");
data.orders.forEach((order, i) => { if (i > 7) return; const b = put(orders, "button", order.steps.length + " in order" + (order.hindrances.length ? "" : " (whole history)")); b.type = "button"; b.addEventListener("click", () => { chosen = i; pinned = hovered = -1; tell(); refresh(); }); });
window.addEventListener("resize", refresh);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColors(); refresh(); });
document.getElementById("still").remove(); document.getElementById("live").hidden = false;
readColors(); setAxis(data.segments); if (segments.length === 1 && !data.broken) view = [0, Math.min(width, 150)];
tell(); draw();
})();`;
