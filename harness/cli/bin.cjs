#!/usr/bin/env node
// CommonJS, since the module loader alone would cost more than the answer to --version.
"use strict";

const [, , first, ...others] = process.argv;
if ((first === "--version" || first === "-V") && others.length === 0) {
  require("node:fs").writeSync(1, "__VERSION__\n");
} else {
  import("./main.js")
    .then(({ main }) => main(process.argv.slice(2)))
    .then((code) => {
      process.exitCode = code;
    });
}
