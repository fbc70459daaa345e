// auth/token/tidy.
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { JobDesk } from "../needs.ts";
import { type SystemWriteCall, systemPath, systemWrites } from "../system-path.ts";
import { TIDY_JOB, type TokenTidy } from "./token-tidy.ts";

const STARTED =
  "Tidy operation successfully started. Any information from the operation will be printed to Vault's server logs.";

export function tidyPath(tidy: TokenTidy, jobs: JobDesk): AnyPath<unknown> {
  const begin = ({ transaction, request }: SystemWriteCall): Reply => {
    const state = tidy.start(request.namespace);
    const isNew = jobs.begin(transaction, { id: `${TIDY_JOB}-${request.namespace}`, kind: TIDY_JOB, state });
    return { status: 202, warnings: [isNew ? STARTED : "Tidy operation already in progress."] };
  };
  return systemPath({
    pattern: "tidy",
    fields: {},
    summary: "Put the indexes of tokens right, in the background.",
    operations: { update: systemWrites(begin) },
  });
}
