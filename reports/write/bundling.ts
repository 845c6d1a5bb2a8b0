/** What a bundler must know to inline chartjs-node-canvas: the one place where it asks by name. */

/** The part of esbuild's plugin interface that is used here. */
interface Builder {
  onLoad(
    options: { readonly filter: RegExp },
    load: () => { readonly contents: string; readonly loader: "js" },
  ): void;
}

/**
 * chartjs-node-canvas requires its canvas through a variable, afresh for each instance, which no
 * bundler can follow and which would look for a package that has to be compiled. The bundle
 * requires the canvas that is installed with it instead, once.
 */
export const inlineCanvas = {
  name: "inline-canvas",
  setup(builder: Builder): void {
    builder.onLoad({ filter: /chartjs-node-canvas[\\/]dist[\\/]freshRequire\.js$/ }, () => ({
      contents: 'exports.freshRequire = () => require("@napi-rs/canvas");',
      loader: "js",
    }));
  },
};
