/** Pairs invocations with answers while they stream by, and writes each pair as a row. */
import { FAIL, INFO, NONE, OK, OPEN, type Table } from "../../columns.ts";
import { BadHistory } from "../../errors.ts";
import { nameOf } from "../../interner.ts";
import type { Call, Encoded, Model } from "../../model.ts";
import { type HistoryEvent, keyOf } from "../event.ts";
import { answersAlways } from "../operations.ts";
import { encodeUtf8 } from "../utf8.ts";
import { ByteNames } from "./byte-names.ts";
import { CONSTANT, FROM_INPUT, FROM_INPUT_2, type Plan, isSilent, planOf } from "./cell-plans.ts";
import {
  KEY_INTEGER,
  KEY_STRING,
  type LineScanner,
  NAMED_PROCESS,
  SHAPES,
  SHAPE_INTEGER,
  SHAPE_NULL,
  SHAPE_OTHER,
  SHAPE_PAIR,
  SHAPE_STRING,
  TYPE_FAIL,
  TYPE_INFO,
  TYPE_INVOKE,
  TYPE_OK,
} from "./line-scanner.ts";
import { NOTHING_OPEN, OpenOperations } from "./open-operations.ts";
import { DEAD, RowStore } from "./row-store.ts";
import { ValueNumbers } from "./value-numbers.ts";

const TYPES = { invoke: TYPE_INVOKE, ok: TYPE_OK, fail: TYPE_FAIL, info: TYPE_INFO } as const;
/** Outcomes by their code in `Columns`, and the codes of the types that end an operation. */
const OUTCOMES = ["ok", "info", "fail"] as const;
const CODES = { ok: OK, info: INFO, fail: FAIL } as const;
const WORDS_MAX = 250;

export class TableBuilder {
  /** The line that the next event stands on. */
  line = 1;
  private readonly model: Model;
  private readonly observeFailures: boolean;
  private readonly scanner: LineScanner;
  private readonly rows = new RowStore();
  private readonly open = new OpenOperations();
  private readonly values: ValueNumbers;
  private readonly keys = new ValueNumbers(null);
  /** Byte strings met as values, and the number in `values` of each; the scanner has those of keys. */
  private readonly strings = new ByteNames();
  private readonly stringNumbers: number[] = [];
  private readonly keyNumbers: number[] = [];
  /** Inputs that are no integers, pairs or strings, by row. */
  private readonly inputs = new Map<number, unknown>();
  private readonly plans: (Plan | undefined)[] = [];
  private wordsChecked = 0;
  private position = 0;
  private index = -1;
  /** The event at hand: its word, its key, its value's shape, its value as numbers or as it is. */
  private word = 0;
  private key = 0;
  private shape = SHAPE_NULL;
  private a = NONE;
  private b = NONE;
  private other: unknown;

  constructor(model: Model, failures: "ignore" | "observe", scanner: LineScanner) {
    this.model = model;
    this.observeFailures = failures === "observe";
    this.scanner = scanner;
    this.values = new ValueNumbers(model.zero);
  }

  /** Takes the line that the scanner has found in `bytes`. */
  addScanned(bytes: Uint8Array): void {
    const scanner = this.scanner;
    this.advance(scanner.index);
    if (scanner.process === NAMED_PROCESS) return;
    this.word = scanner.word;
    this.key = this.scannedKey();
    this.shape = scanner.shape;
    this.a = NONE;
    this.b = NONE;
    if (scanner.shape === SHAPE_INTEGER) {
      this.a = this.values.numberOfInteger(scanner.first);
    } else if (scanner.shape === SHAPE_STRING) {
      this.a = this.string(bytes, scanner.first, scanner.second);
    } else if (scanner.shape === SHAPE_PAIR) {
      this.a = this.values.numberOfInteger(scanner.first);
      this.b = this.values.numberOfInteger(scanner.second);
    }
    this.event(scanner.process, scanner.type);
  }

  /** Takes an event that was read in another way. */
  addEvent(event: HistoryEvent): void {
    this.line = event.line;
    this.advance(event.index);
    if (typeof event.process !== "number") return;
    const f = encodeUtf8(event.f);
    this.word = this.scanner.words.numberOf(f, 0, f.length);
    this.key = this.keys.numberOf(keyOf(event));
    this.take(event.value);
    this.event(event.process, TYPES[event.type]);
  }

  /** All operations, those without an answer as info. */
  finish(): Table {
    this.shape = SHAPE_NULL;
    for (const [process, row] of this.open.entries()) this.answer(row, process, INFO);
    const keyless = this.rows.dropKeyless();
    return this.rows.finish(this.position, {
      keys: this.keys.values.slice(keyless ? 0 : 1) as Table["keys"],
      values: this.values.values,
      items: this.values.items(),
    });
  }

  private advance(index: number): void {
    const next = index < 0 ? this.index + 1 : index;
    if (next <= this.index)
      this.refuse(`index ${next} after ${this.index}: the order of lines is a history's clock`);
    this.index = next;
  }

  private scannedKey(): number {
    const { keyKind, key, keys } = this.scanner;
    if (keyKind === KEY_INTEGER) return this.keys.numberOfInteger(key);
    if (keyKind !== KEY_STRING) return 0;
    return (this.keyNumbers[key] ??= this.keys.numberOf(keys.texts[key]));
  }

  private string(bytes: Uint8Array, from: number, to: number): number {
    this.strings.at(this.line);
    const string = this.strings.numberOf(bytes, from, to);
    return (this.stringNumbers[string] ??= this.values.numberOf(this.strings.texts[string]));
  }

  private take(value: unknown): void {
    this.a = NONE;
    this.b = NONE;
    this.shape = shapeOf(value);
    if (this.shape === SHAPE_OTHER) this.other = value;
    else if (this.shape === SHAPE_PAIR) [this.a, this.b] = this.pair(value as readonly unknown[]);
    else if (this.shape !== SHAPE_NULL) this.a = this.values.numberOf(value);
  }

  private pair([first, second]: readonly unknown[]): [number, number] {
    return [this.values.numberOf(first), this.values.numberOf(second)];
  }

  private event(process: number, type: number): void {
    const open = this.open.get(process);
    if (type === TYPE_INVOKE) {
      if (open !== NOTHING_OPEN)
        this.refuse(
          `process ${process} invokes ${this.text()} before its ${this.asked(open)} has ended`,
        );
      this.open.set(process, this.invoke());
      return;
    }
    if (open === NOTHING_OPEN)
      this.refuse(`process ${process} ends ${this.text()} without having invoked it`);
    if (this.rows.word[open] !== this.word)
      this.refuse(`process ${process} ends ${this.text()}, but has invoked ${this.asked(open)}`);
    if (this.key !== this.rows.key[open] && this.key !== 0)
      this.refuse(`process ${process} ends ${this.text()} of another key than it has invoked`);
    this.open.set(process, NOTHING_OPEN);
    this.answer(open, process, type === TYPE_OK ? OK : type === TYPE_FAIL ? FAIL : INFO);
  }

  private invoke(): number {
    if (this.word >= this.wordsChecked) this.checkWord();
    const rows = this.rows;
    const row = rows.add();
    rows.word[row] = this.word;
    rows.shape[row] = this.shape;
    rows.a[row] = this.a;
    rows.b[row] = this.b;
    rows.key[row] = this.key;
    rows.invoked[row] = this.position++;
    rows.returned[row] = OPEN;
    rows.id[row] = this.index;
    if (this.shape === SHAPE_OTHER) this.inputs.set(row, this.other);
    return row;
  }

  private answer(row: number, process: number, outcome: number): void {
    const rows = this.rows;
    if (outcome !== INFO) rows.returned[row] = this.position++;
    if (outcome === FAIL && !this.observeFailures) {
      this.inputs.delete(row);
      rows.word[row] = DEAD;
      return;
    }
    const outputShape = outcome !== OK || this.isEcho(row) ? SHAPE_NULL : this.shape;
    const plan = this.plan(rows.word[row]!, outcome, rows.shape[row]!, outputShape);
    if (plan.kind === "silent") {
      rows.word[row] = DEAD;
    } else if (plan.kind === "ask") {
      const call = this.call(row, process, outcome, outputShape);
      const silent = isSilent(this.model, call);
      this.write(row, silent ? "silent" : this.model.encode(call, this.values));
    } else {
      const [first, second] = [rows.a[row]!, rows.b[row]!];
      rows.a[row] = plan.a === CONSTANT ? plan.constantA : this.cell(plan.a, first, second);
      rows.b[row] = plan.b === CONSTANT ? plan.constantB : this.cell(plan.b, first, second);
      rows.word[row] = plan.word;
      rows.outcome[row] = CODES[plan.outcome];
    }
  }

  /** What has no answer of its own is answered by its own arguments, in Jepsen's histories. */
  private isEcho(row: number): boolean {
    const rows = this.rows;
    if (this.shape !== rows.shape[row]) return false;
    if (this.shape === SHAPE_OTHER) {
      if (nameOf(this.other) !== nameOf(this.inputs.get(row))) return false;
    } else if (this.a !== rows.a[row] || this.b !== rows.b[row]) return false;
    return !answersAlways(this.scanner.words.texts[rows.word[row]!] ?? "");
  }

  private cell(source: number, first: number, second: number): number {
    return source === FROM_INPUT ? first : source === FROM_INPUT_2 ? second : this.a;
  }

  private plan(word: number, outcome: number, inputShape: number, outputShape: number): Plan {
    const at = ((word * OUTCOMES.length + outcome) * SHAPES + inputShape) * SHAPES + outputShape;
    return (this.plans[at] ??= planOf(
      this.model,
      this.scanner.words.texts[word] ?? "",
      OUTCOMES[outcome] ?? "info",
      inputShape,
      outputShape,
    ));
  }

  private call(row: number, process: number, outcome: number, outputShape: number): Call {
    const rows = this.rows;
    const shape = rows.shape[row]!;
    const input =
      shape === SHAPE_OTHER ? this.inputs.get(row) : this.value(shape, rows.a[row]!, rows.b[row]!);
    this.inputs.delete(row);
    const request = { process, word: this.scanner.words.texts[rows.word[row]!] ?? "", input };
    if (outcome !== OK) return { ...request, outcome: outcome === INFO ? "info" : "fail" };
    const output =
      outputShape === SHAPE_OTHER ? this.other : this.value(outputShape, this.a, this.b);
    return { ...request, outcome: "ok", output };
  }

  private value(shape: number, a: number, b: number): unknown {
    const { values } = this.values;
    if (shape === SHAPE_PAIR) return [values[a], values[b]];
    return shape === SHAPE_NULL ? null : values[a];
  }

  private write(row: number, encoded: Encoded): void {
    const rows = this.rows;
    if (encoded === "silent") {
      rows.word[row] = DEAD;
      return;
    }
    if ("problem" in encoded) this.refuse(encoded.problem, rows.id[row]);
    rows.word[row] = encoded.word;
    rows.a[row] = encoded.a;
    rows.b[row] = encoded.b;
    rows.outcome[row] = CODES[encoded.outcome];
  }

  /** Told on the line where a word comes first, not where its answer does. */
  private checkWord(): void {
    const word = this.scanner.words.texts[this.word] ?? "";
    if (!this.model.words.includes(word))
      this.refuse(
        `unknown word ${this.text()}; ${this.model.name} takes ${this.model.words.join(", ")}`,
      );
    if (this.word > WORDS_MAX) this.refuse(`more than ${WORDS_MAX} different words`);
    if (this.word === this.wordsChecked) this.wordsChecked++;
  }

  private text(): string {
    return JSON.stringify(this.scanner.words.texts[this.word] ?? "");
  }

  private asked(row: number): string {
    return `${JSON.stringify(this.scanner.words.texts[this.rows.word[row]!])} of index ${this.rows.id[row]}`;
  }

  private refuse(problem: string, operation = this.index): never {
    throw new BadHistory(problem, { line: this.line, operation });
  }
}

function shapeOf(value: unknown): number {
  if (value === null) return SHAPE_NULL;
  if (typeof value === "string") return SHAPE_STRING;
  if (Number.isSafeInteger(value)) return SHAPE_INTEGER;
  const isPair = Array.isArray(value) && value.length === 2 && value.every(Number.isSafeInteger);
  return isPair ? SHAPE_PAIR : SHAPE_OTHER;
}
