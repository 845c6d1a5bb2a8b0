/** An actor's disk in files of one folder, with real syncs. */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Disk } from "#core/sim/actor.ts";

/** Any error of the device is thrown, and ends the process: nothing may be promised after it. */
export class FileDisk implements Disk {
  /** A sync was asked for that `flush` has not carried out yet. */
  syncDue = false;
  private readonly folder: string;
  private readonly open = new Map<string, number>();
  private readonly appended = new Map<string, string[]>();
  /** A file was made or replaced: the folder has to be synced too. */
  private renamed = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  read(file: string): string {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  append(file: string, text: string): void {
    const texts = this.appended.get(file);
    if (texts === undefined) this.appended.set(file, [text]);
    else texts.push(text);
  }

  replace(file: string, text: string): void {
    this.appended.delete(file);
    const old = this.open.get(file);
    if (old !== undefined) closeSync(old);
    this.open.delete(file);
    const path = join(this.folder, file);
    writeFileSync(`${path}.new`, text, { flush: true });
    renameSync(`${path}.new`, path);
    this.renamed = true;
  }

  sync(): void {
    this.syncDue = true;
  }

  /** Hands what was appended to the kernel, and to the device if a sync was asked for. */
  flush(): void {
    for (const [file, texts] of this.appended) writeFileSync(this.descriptor(file), texts.join(""));
    this.appended.clear();
    if (!this.syncDue) return;
    for (const descriptor of this.open.values()) fdatasyncSync(descriptor);
    if (this.renamed) this.syncFolder();
    this.syncDue = false;
  }

  private descriptor(file: string): number {
    const known = this.open.get(file);
    if (known !== undefined) return known;
    const path = join(this.folder, file);
    if (!existsSync(path)) this.renamed = true;
    const opened = openSync(path, "a");
    this.open.set(file, opened);
    return opened;
  }

  private syncFolder(): void {
    const folder = openSync(this.folder, "r");
    fsyncSync(folder);
    closeSync(folder);
    this.renamed = false;
  }
}
