// <mount>/hash and <mount>/random: no key is used, so that clients need no library.
import { definePath, reads } from "#contract/path.ts";
import { hashTool } from "#kit/tools/hash-tool.ts";
import { randomTool } from "#kit/tools/random-tool.ts";
import type { TransitMount } from "../transit-mount.ts";

export const hashPaths = hashTool.suffixes.map((suffix) =>
  definePath<TransitMount>()({
    pattern: suffix,
    fields: hashTool.fields,
    summary: hashTool.summary,
    operations: { update: reads((_mount, call) => hashTool.run(call), { summary: "Hash an input." }) },
  }),
);

export const randomPaths = randomTool.suffixes.map((suffix) =>
  definePath<TransitMount>()({
    pattern: suffix,
    fields: randomTool.fields,
    summary: randomTool.summary,
    operations: { update: reads((_mount, call) => randomTool.run(call), { summary: "Make random bytes." }) },
  }),
);
