/** porcupine-ts: is this history linearizable? */
export type { Answer } from "./answer.ts";
export { check, type Options } from "./check.ts";
export type { Table } from "./columns.ts";
export { BadHistory } from "./errors.ts";
export type { Model } from "./model.ts";
export { defineModel } from "./models/custom.ts";
export { models } from "./models/models.ts";
export type { Operation } from "./operation.ts";
