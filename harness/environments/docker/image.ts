/** A target's image: built once from its Dockerfile, built again when a file of it has changed. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { OrdealError } from "#core/errors.ts";
import type { Engine } from "./engine.ts";
import { IMAGE_LABEL } from "./labels.ts";

/** What lies beside a Dockerfile and is not part of the image. */
const NOT_CONTENT = /\.(ts|md|tsbuildinfo|map|js)$|(^|\/)\.tsbuild(\/|$)/;

/** The tag of an image that is there when this resolves. */
export async function provideImage(
  engine: Engine,
  folder: string,
  progress: (sentence: string) => void,
): Promise<string> {
  const files = contentOf(folder);
  const tag = `ordeal-${basename(folder)}:${fingerprint(folder, files)}`;
  if (await engine.hasImage(tag)) return tag;
  progress(`building the image ${tag} (once)`);
  try {
    await engine.buildImage(tag, folder, files, { [IMAGE_LABEL]: basename(folder) });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new OrdealError(
      "environment",
      "image-not-built",
      `The image ${tag} does not build:\n${said}`,
      `Try it by hand: docker build ${folder}`,
      error,
    );
  }
  return tag;
}

function contentOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length))
    .filter((path) => !NOT_CONTENT.test(path))
    .toSorted();
}

function fingerprint(folder: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 12);
}
