// sys/tools: hashing and random bytes for clients that have no library for them. They touch nothing that is stored.
import type { AnyPath } from "#contract/path.ts";
import { hashTool } from "#kit/tools/hash-tool.ts";
import { randomTool } from "#kit/tools/random-tool.ts";
import { systemPath, systemReads } from "../system-path.ts";

export function toolPaths(): AnyPath<unknown>[] {
  return [
    ...hashTool.suffixes.map((suffix) =>
      systemPath({
        pattern: `tools/${suffix}`,
        fields: hashTool.fields,
        summary: hashTool.summary,
        operations: { update: systemReads(hashTool.run, { summary: "Hash an input." }) },
      }),
    ),
    ...randomTool.suffixes.map((suffix) =>
      systemPath({
        pattern: `tools/${suffix}`,
        fields: randomTool.fields,
        summary: randomTool.summary,
        operations: { update: systemReads(randomTool.run, { summary: "Make random bytes." }) },
      }),
    ),
  ];
}
