/** Which messages of a run tell something, and what they say in a word or two. */
import type { Body } from "#core/ports/message.ts";
import type { Crossing } from "#core/sim/crossing.ts";

/** A kind of message without content that a link carries more often than this is its pulse. */
const PULSE = 3;

/** All but the pulse: heartbeats, their answers, and whatever else only repeats itself. */
export function telling(crossings: readonly Crossing[]): readonly Crossing[] {
  const counts = new Map<string, number>();
  const kindOf = ({ from, to, body }: Crossing): string => `${from} ${to} ${body.type}`;
  const empty = crossings.filter(({ body }) => !hasContent(body));
  for (const crossing of empty)
    counts.set(kindOf(crossing), (counts.get(kindOf(crossing)) ?? 0) + 1);
  return crossings.filter(
    (crossing) => hasContent(crossing.body) || (counts.get(kindOf(crossing)) ?? 0) <= PULSE,
  );
}

/** A list with something in it, something nested, or an answer to somebody. */
const hasContent = (body: Body): boolean =>
  body.in_reply_to !== undefined ||
  body.msg_id !== undefined ||
  Object.values(body).some((value) =>
    Array.isArray(value) ? value.length > 0 : typeof value === "object" && value !== null,
  );

/** Its type, its term, and the words that it carries. */
export function wordsOf(body: Body): string {
  const term = body["term"];
  const said = carried(body).map(wordOf);
  const own =
    body.in_reply_to === undefined && body.msg_id === undefined ? body.type : wordOf(body);
  return [own, ...(typeof term === "number" ? [`t${term}`] : []), ...said].join(" ");
}

/** Said by or to a client, or carrying what a client said. */
export const isClientWord = (body: Body): boolean =>
  body.msg_id !== undefined || body.in_reply_to !== undefined || carried(body).length > 0;

/** What clients said that a message says or carries, each as it was first said; replies are none. */
export const topicsOf = (body: Body): readonly string[] =>
  [body, ...carried(body)].flatMap((one) => (isReply(one) ? [] : [topicOf(one)]));

const isReply = ({ type, in_reply_to: answered }: Body): boolean =>
  type.endsWith("_ok") || type === "error" || answered !== undefined;

const topicOf = (body: Body): string =>
  JSON.stringify(Object.entries(body).filter(([field]) => field !== "msg_id"));

/** The bodies within a body: requests in log entries, answers that are handed on. */
function carried(value: unknown, depth = 0): readonly Body[] {
  if (typeof value !== "object" || value === null || depth > 6) return [];
  const inner = Object.values(value).flatMap((part) => carried(part, depth + 1));
  return depth > 0 && isBody(value) ? [value, ...inner] : inner;
}

const isBody = (value: object): value is Body => "type" in value && typeof value.type === "string";

function wordOf({ type, ...fields }: Body): string {
  const { value, element, from, to, text } = fields;
  if (type === "error") return `refused: ${String(text)}`;
  const said = value ?? element ?? (to === undefined ? undefined : `${String(from)}→${String(to)}`);
  return said === undefined ? type : `${type} ${JSON.stringify(said)}`;
}
