// The status of a batch of which some items failed (vault-api.md §4.13).
import { integer } from "#contract/fields/scalars.ts";
import type { Reply } from "#contract/reply.ts";
import type { BatchResults } from "./run-batch.ts";

export const partialFailureField = integer(
  "Status of the answer when some items failed, but not all; default 400.",
);

const BAD_REQUEST = 400;
/** Statuses of answers with a body. */
const MIN_STATUS = 200;
const MAX_STATUS = 599;
const BODILESS = [204, 205, 304];

interface Asked {
  fields: { readonly partial_failure_response_code?: number };
  warn(warning: string): void;
}

export function batchReply(call: Asked, { results, failed }: BatchResults, count: number): Reply {
  const data = { batch_results: results };
  if (failed === 0) return { data };
  const status = failed === count ? BAD_REQUEST : partialStatus(call);
  return { status, data };
}

function partialStatus({ fields, warn }: Asked): number {
  const asked = fields.partial_failure_response_code ?? 0;
  if (asked === 0) return BAD_REQUEST;
  if (asked >= MIN_STATUS && asked <= MAX_STATUS && !BODILESS.includes(asked)) return asked;
  warn(`invalid HTTP response code override from partial_failure_response_code, reverting to ${BAD_REQUEST}`);
  return BAD_REQUEST;
}
