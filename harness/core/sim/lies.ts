/** What a byzantine node makes of its messages: other numbers, or what it said long ago. */
import type { Lie, Proof } from "../fault.ts";
import type { Body } from "../ports/message.ts";

/** Fields that hold what clients wrote, whatever the system. */
const VALUES: ReadonlySet<string> = new Set(["value", "to", "element", "delta"]);
/** Fields that say what is newer than what. */
const ORDERS: ReadonlySet<string> = new Set(["term", "ballot", "number", "count", "round"]);

/** The message with its lie in it; null where there is nothing to lie about. */
export function edited(body: Body, lie: Lie): Body | null {
  if (lie.mode === "replay") return null;
  const fields = lie.mode === "values" ? VALUES : ORDERS;
  const change = (number: number): number => (lie.mode === "values" ? number ^ 1 : number + lie.by);
  let changes = 0;
  const walk = (value: unknown, field: string): unknown => {
    if (typeof value === "number" && fields.has(field)) {
      changes++;
      return change(value);
    }
    if (Array.isArray(value)) return value.map((item) => walk(item, field));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]),
    );
  };
  const lied = walk(body, "") as Body;
  return changes === 0 ? null : lied;
}

/** How many messages there were to lie in, and in how many it was done. */
export class LieCount {
  said = 0;
  lied = 0;
  /** The kinds of messages that were lies, in the order in which they first were. */
  private readonly types = new Map<string, number>();

  lie(type: string): void {
    this.lied++;
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
  }

  proof(lie: Lie, who: string): Proof {
    const kinds = [...this.types].map(([type, count]) => `${type} ${count}`).join(", ");
    if (this.lied === 0)
      return {
        effect: "unproven",
        evidence: `none of ${this.said} messages ${lieWords(lie, who)}`,
      };
    const evidence = `${this.lied} of ${this.said} messages ${lieWords(lie, who)}: ${kinds}`;
    return { effect: "proven", evidence };
  }
}

export function lieWords(lie: Lie, who: string): string {
  switch (lie.mode) {
    case "values":
      return `from ${who} with other values than were written`;
    case "terms":
      return `from ${who} with terms raised by ${lie.by}`;
    case "replay":
      return `from ${who} said again up to ${lie.laterMs} ms later`;
  }
}
