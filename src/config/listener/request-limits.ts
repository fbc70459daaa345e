// What a listener allows a request to cost: bytes, time, and the shape of its JSON (checked before it is parsed).
import type { KeyTable } from "../reading/key-table.ts";
import { used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";

export interface RequestLimits {
  readonly maxRequestBytes: number;
  readonly maxRequestDurationMs: number;
  readonly json: JsonLimits;
}

export interface JsonLimits {
  readonly maxMemoryBytes: number;
  readonly maxStrings: number;
  readonly maxDepth: number;
  readonly maxStringBytes: number;
  readonly maxObjectEntries: number;
  readonly maxArrayElements: number;
  readonly maxTokens: number;
}

export interface HttpTimeouts {
  /** Between two requests of one connection. */
  readonly idleMs: number;
  readonly readHeaderMs: number;
  readonly readMs: number;
  /** 0: answers may take as long as they need. */
  readonly writeMs: number;
}

export const REQUEST_LIMIT_KEYS = {
  max_request_size: used("Largest body; 0 means the standard. At most 1 GiB.", { standard: '"32MiB"' }),
  max_request_duration: used("Longest request.", { standard: "default_max_request_duration" }),
  max_request_json_memory: used("Estimated memory of a parsed JSON body.", { standard: "34078720" }),
  max_request_json_strings: used("Strings in a JSON body, keys and values.", { standard: "20000" }),
  max_json_depth: used("Nesting of a JSON body.", { standard: "500" }),
  max_json_string_value_length: used("Longest string of a JSON body.", { standard: '"1MiB"' }),
  max_json_object_entry_count: used("Members of one JSON object.", { standard: "10000" }),
  max_json_array_element_count: used("Elements of one JSON array.", { standard: "10000" }),
  max_json_token: used("Tokens of a JSON body.", { standard: "500000" }),
  http_idle_timeout: used("Time between two requests of a connection.", { standard: '"5m"' }),
  http_read_header_timeout: used("Time to send the headers.", { standard: '"10s"' }),
  http_read_timeout: used("Time to send the whole request.", { standard: '"30s"' }),
  http_write_timeout: used("Time to take the whole answer; 0 means no limit.", { standard: "0" }),
} satisfies KeyTable;

type RequestLimitKey = keyof typeof REQUEST_LIMIT_KEYS;

const MIB = 1024 * 1024;
const LARGEST_BODY = 1024 * MIB;
const LONGEST_MS = 24 * 3_600_000;

export function readRequestLimits(
  stanza: Stanza<RequestLimitKey>,
  standardDurationMs: number,
): RequestLimits {
  const durationMs = stanza.durationMs("max_request_duration", { max: LONGEST_MS });
  return {
    maxRequestBytes: orStandard(stanza.byteSize("max_request_size", { max: LARGEST_BODY }), 32 * MIB),
    maxRequestDurationMs: orStandard(durationMs, standardDurationMs),
    json: readJsonLimits(stanza),
  };
}

function readJsonLimits(stanza: Stanza<RequestLimitKey>): JsonLimits {
  const count = (key: RequestLimitKey, standard: number, max: number): number =>
    orStandard(stanza.integer(key, { min: 0, max }), standard);
  return {
    maxMemoryBytes: orStandard(
      stanza.byteSize("max_request_json_memory", { max: 4 * LARGEST_BODY }),
      34_078_720,
    ),
    maxStrings: count("max_request_json_strings", 20_000, 10_000_000),
    // The parser recurses: its stack, not the operator's wish, ends at a few thousand.
    maxDepth: count("max_json_depth", 500, 2000),
    maxStringBytes: orStandard(stanza.byteSize("max_json_string_value_length", { max: LARGEST_BODY }), MIB),
    maxObjectEntries: count("max_json_object_entry_count", 10_000, 10_000_000),
    maxArrayElements: count("max_json_array_element_count", 10_000, 10_000_000),
    maxTokens: count("max_json_token", 500_000, 100_000_000),
  };
}

export function readHttpTimeouts(stanza: Stanza<RequestLimitKey>): HttpTimeouts {
  const time = (key: RequestLimitKey): number | undefined => stanza.durationMs(key, { max: LONGEST_MS });
  return {
    idleMs: orStandard(time("http_idle_timeout"), 300_000),
    readHeaderMs: orStandard(time("http_read_header_timeout"), 10_000),
    readMs: orStandard(time("http_read_timeout"), 30_000),
    writeMs: time("http_write_timeout") ?? 0,
  };
}

/** As in Vault, 0 asks for the standard, never for no limit. */
function orStandard(value: number | undefined, standard: number): number {
  return value === undefined || value === 0 ? standard : value;
}
