/** `npm start`: the command line, or without arguments the main job in the environment that needs nothing. */
import { main } from "./main.ts";

const given = process.argv.slice(2);
process.exitCode = await main(given.length === 0 ? ["run", "raft", "--env", "local"] : given);
