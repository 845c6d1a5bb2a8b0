/** Specifications for the oracle, one a family, over cells. */
import { FAIL, INFO, NONE, type Columns } from "../columns.ts";
import { PUT } from "../models/containers.ts";
import { COUNTER_READ } from "../models/counter.ts";
import { READ, WRITE } from "../models/register.ts";
import { ADD, REMOVE, SET_READ } from "../models/set.ts";
import type { Rules } from "./brute.ts";

export const registerRules: Rules<number> = {
  initial: 0,
  step(state, row, { word, a, b, outcome }) {
    const from = a[row]!;
    if (word[row] === READ) return state === from ? [state] : [];
    if (word[row] === WRITE) return [from];
    if (outcome[row] === FAIL) return state === from ? [] : [state];
    if (state === from) return [b[row]!];
    return outcome[row] === INFO ? [state] : [];
  },
};

/** The state has one bit an element. */
export const setRules: Rules<number> = {
  initial: 0,
  step(state, row, { word, a, b, items }) {
    if (word[row] === SET_READ) {
      const elements = items.subarray(a[row]!, b[row]!);
      const read = elements.reduce((bits, element) => bits | (1 << element), 0);
      return read === state && new Set(elements).size === elements.length ? [state] : [];
    }
    const bit = 1 << a[row]!;
    const present = (state & bit) === bit;
    const answer = b[row]!;
    const after = word[row] === ADD ? state | bit : word[row] === REMOVE ? state & ~bit : state;
    if (answer === NONE) return [after];
    const expected = word[row] === ADD ? !present : present;
    return expected === (answer === 1) ? [after] : [];
  },
};

export const counterRules: Rules<number> = {
  initial: 0,
  step(state, row, { word, a }) {
    if (word[row] !== COUNTER_READ) return [state + a[row]!];
    return state === a[row] ? [state] : [];
  },
};

/** Containers hold characters; `takeable` says at which places of the text the next one may be. */
function containerRules(
  takeable: (state: string, history: Columns) => readonly number[],
): Rules<string> {
  return {
    initial: "",
    step(state, row, history) {
      const { word, a, outcome } = history;
      const element = String.fromCharCode(64 + a[row]!);
      if (word[row] === PUT) return [state + element];
      const places = takeable(state, history);
      const without = (place: number): string => state.slice(0, place) + state.slice(place + 1);
      if (outcome[row] === INFO) return places.length === 0 ? [state] : places.map(without);
      if (a[row] === 0) return places.length === 0 ? [state] : [];
      return places.filter((place) => state[place] === element).map(without);
    },
  };
}

export const queueRules: Rules<string> = containerRules((state) => (state === "" ? [] : [0]));

export const stackRules: Rules<string> = containerRules((state) =>
  state === "" ? [] : [state.length - 1],
);

export const bagRules: Rules<string> = containerRules((state) => [...state].map((_, i) => i));

export const priorityQueueRules: Rules<string> = containerRules((state, { count, word, a, b }) => {
  const priorities = [...state].map((element) => {
    const value = element.charCodeAt(0) - 64;
    for (let row = 0; row < count; row++) if (word[row] === PUT && a[row] === value) return b[row]!;
    return NONE;
  });
  const least = Math.min(...priorities);
  return priorities.flatMap((priority, place) => (priority === least ? [place] : []));
});
