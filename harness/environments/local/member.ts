/** A node over all its lives: what should hold of it, and the work to make it so. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { claimed } from "#core/ports/claim.ts";
import type { Note } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";
import { eventually } from "./eventually.ts";
import { Incarnation, type Death } from "./incarnation.ts";
import type { Answer, Mailbox } from "./mailbox.ts";
import type { Network } from "./network.ts";
import { parseLine, type Letter } from "./wire.ts";

export interface MemberSettings {
  readonly node: NodeId;
  readonly nodes: readonly NodeId[];
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** Its data is kept in `data` below it, its log in `stderr.log`. */
  readonly folder: string;
  readonly startTimeoutMs: number;
  readonly network: Network;
  readonly mailbox: Mailbox;
  note(note: Note): void;
}

/** What a fault holds a node in until it is released: several may hold it at once. */
export type Hold = "down" | "stopped";

export class Member {
  readonly node: NodeId;
  readonly logFile: string;
  readonly #settings: MemberSettings;
  readonly #dataFolder: string;
  readonly #holds: Readonly<Record<Hold, Set<symbol>>> = { down: new Set(), stopped: new Set() };
  #life: Incarnation | null = null;
  #initialised = false;
  /** False once it has died by itself: it stays dead unless a fault that killed it is cured. */
  #wanted = true;
  #closed = false;
  #turn: Promise<void> = Promise.resolve();
  /** Why its last start failed, null if it did not. */
  #trouble: string | null = null;
  #garbage = 0;
  /** The first line that was no proper message. */
  #nonsense: string | null = null;

  constructor(settings: MemberSettings) {
    this.node = settings.node;
    this.#settings = settings;
    this.#dataFolder = join(settings.folder, "data");
    this.logFile = join(settings.folder, "stderr.log");
  }

  /** The life that it leads now, null while it is down. */
  get life(): Incarnation | null {
    return this.#life;
  }

  /** Whether a client can reach it: it runs and has been told its name; it may be stopped. */
  get serving(): boolean {
    return this.#initialised && this.#life?.running === true;
  }

  get alive(): boolean {
    return this.serving && this.#holds.down.size === 0 && this.#holds.stopped.size === 0;
  }

  /** It stands although nothing holds it: a cure did not work. */
  get stuck(): boolean {
    return this.#holds.stopped.size === 0 && this.#life?.family.stopped === true;
  }

  get garbage(): number {
    return this.#garbage;
  }

  /** Starts it for the first time; answers why that failed, or null. */
  async start(): Promise<string | null> {
    await this.#settle();
    return this.#trouble;
  }

  async hold(what: Hold, by: symbol): Promise<void> {
    this.#holds[what].add(by);
    // A kill waits for nothing, not even for a start that is under way.
    if (what === "down") this.#life?.signal("SIGKILL");
    await this.#settle();
  }

  /** Answers why it did not come back; null if it did, or if another fault still holds it down. */
  async release(what: Hold, by: symbol): Promise<string | null> {
    this.#holds[what].delete(by);
    if (what === "down" && this.#life === null) this.#wanted = true;
    await this.#settle();
    return this.#holds.down.size > 0 ? null : this.#trouble;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#life?.signal("SIGKILL");
    await this.#settle();
  }

  /** One change at a time; each makes true what should hold when its turn comes. */
  #settle(): Promise<void> {
    const turn = this.#turn.then(() => this.#reconcile());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #reconcile(): Promise<void> {
    if (this.#closed || this.#holds.down.size > 0) {
      this.#life?.signal("SIGKILL");
      await this.#life?.death;
      return;
    }
    if (this.#life === null && this.#wanted) this.#trouble = await this.#begin();
    await this.#steer(this.#holds.stopped.size > 0);
  }

  /** Resolves when its state says that it stands, or runs, or when it stubbornly does neither. */
  async #steer(stopped: boolean): Promise<void> {
    const life = this.#life;
    if (life === null || !life.signal(stopped ? "SIGSTOP" : "SIGCONT")) return;
    await eventually(() => life.family.stopped === stopped, STEER_MAX_MS);
  }

  async #begin(): Promise<string | null> {
    const { node, network, mailbox, nodes, startTimeoutMs } = this.#settings;
    let life: Incarnation;
    try {
      mkdirSync(this.#dataFolder, { recursive: true });
      life = await this.#spawn();
    } catch (error) {
      this.#wanted = false;
      return `it cannot be started: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.#life = life;
    this.#initialised = false;
    // Somebody may have changed his mind while it was being born.
    if (this.#closed || this.#holds.down.size > 0) life.signal("SIGKILL");
    void life.death.then((death) => this.#bury(life, death));
    const correspondent = mailbox.open();
    const body = { type: "init", node_id: node, node_ids: nodes };
    const answer = correspondent.ask(life, body, AbortSignal.timeout(startTimeoutMs));
    // After the request, so that whatever its peers send is behind it in the pipe.
    network.attach(node, life);
    const trouble = await answer.then((how) => complaintAbout(how, startTimeoutMs));
    correspondent.close();
    this.#initialised = life.running;
    if (trouble === null) return null;
    return (life.running ? trouble : `it ${describeDeath(await life.death)}`) + this.#quote();
  }

  #quote(): string {
    return this.#nonsense === null ? "" : `; it wrote, for example: ${this.#nonsense}`;
  }

  #spawn(): Promise<Incarnation> {
    const { node, command, env } = this.#settings;
    const listener = {
      line: (text: string): void => this.#hear(text),
      tooLong: (bytes: number): void => this.#complain(`a line of ${bytes} bytes`, ""),
    };
    const [dataFolder, logFile] = [this.#dataFolder, this.logFile];
    return Incarnation.begin({ node, command, env, dataFolder, logFile, listener });
  }

  #bury(life: Incarnation, death: Death): void {
    this.#settings.network.detach(this.node, life);
    this.#life = null;
    this.#initialised = false;
    if (this.#closed || this.#holds.down.size > 0) return;
    this.#wanted = false;
    this.#settings.note({ f: "died", node: this.node, value: death });
  }

  #hear(text: string): void {
    const { letters, complaint } = parseLine(text);
    if (complaint !== null) this.#complain(complaint, text);
    for (const letter of letters) this.#post(letter);
  }

  /** The link is that of the true sender, whoever the message says it is from. */
  #post({ message, text }: Letter): void {
    const { network, mailbox, nodes } = this.#settings;
    const to = nodes.find((node) => node === message.dest);
    if (message.src !== this.node) this.#complain(`its src is not ${this.node}`, text);
    const term = claimed(message);
    if (to !== undefined) network.send(this.node, to, text);
    else if (term !== null) this.#settings.note({ f: "leads", node: this.node, value: term });
    else if (!mailbox.receive(this.node, message))
      this.#complain(`nobody is called ${message.dest.slice(0, QUOTE_LENGTH)}`, text);
  }

  /** A program that writes nonsense all day is quoted a few times and counted always. */
  #complain(complaint: string, line: string): void {
    const count = ++this.#garbage;
    this.#nonsense ??= line.slice(0, QUOTE_LENGTH);
    if (count > GARBAGE_NOTES_MAX) return;
    const value = { complaint, line: line.slice(0, QUOTE_LENGTH), count };
    this.#settings.note({ f: "garbage", node: this.node, value });
  }
}

const STEER_MAX_MS = 2000;
const GARBAGE_NOTES_MAX = 20;
const QUOTE_LENGTH = 200;

function complaintAbout(answer: Answer, startTimeoutMs: number): string | null {
  if (answer.kind === "cancelled") return `it did not answer init within ${startTimeoutMs} ms`;
  if (answer.kind !== "reply") return "it died before it answered init";
  if (answer.body.type === "init_ok") return null;
  return `it answered init with ${JSON.stringify(answer.body).slice(0, QUOTE_LENGTH)}`;
}

function describeDeath({ exitCode, signal, lastWords }: Death): string {
  const how = signal === null ? `exited with code ${exitCode}` : `was killed by ${signal}`;
  return lastWords.length === 0 ? how : `${how}; its last words: ${lastWords.join(" | ")}`;
}
