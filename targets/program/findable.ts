/** Whether a program can be started at all, asked before anything is made for it. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { OrdealError } from "#core/errors.ts";

/** Looks where the system will look: at the path, or in the folders of PATH. */
export function mustBeFindable(program: string, searchPath: string): void {
  const isPath = isAbsolute(program) || program.includes("/");
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const places = isPath ? [program] : folders.map((folder) => join(folder, program));
  if (places.some(isExecutable)) return;
  const file = places.find((place) => existsSync(place));
  if (file === undefined)
    throw noProgram(program, isPath ? "There is no file of that name." : "It is not in the PATH.");
  if (statSync(file).isDirectory()) throw noProgram(program, "It is a folder.");
  throw noProgram(
    program,
    `${file} is not executable: chmod +x it, or name its interpreter, as in "python3 ${file}".`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const noProgram = (program: string, why: string): OrdealError =>
  new OrdealError("usage", "no-such-program", `The program "${program}" cannot be started.`, why);
