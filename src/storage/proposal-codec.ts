// Proposals on their way from a request thread to the consensus thread: all of one turn in one buffer, which is
// transferred. The consensus thread reads conditions and keys, and logs the payload as it came.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import type { Check, Proposal } from "./consensus.ts";
import { encodePayload } from "./entry-payload.ts";

/** A proposal as the consensus thread sees it. */
export interface ReceivedProposal {
  /** Names the call on the thread that asked. */
  call: number;
  epoch: number;
  checks: Check[];
  /** An encoded entry payload without log time; shares memory with the received buffer. */
  payload: Uint8Array;
}

/** Collects the proposals of a turn. */
export class ProposalBatch {
  #out = new ByteWriter(1024);
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @returns the size of the entry, for the caller's limit */
  add(call: number, proposal: Proposal, maxPayloadBytes: number): number {
    const payload = encodePayload(proposal.id, proposal.writes);
    if (payload.length > maxPayloadBytes) return payload.length;
    const out = this.#out.u32(call).u32(proposal.epoch).u16(proposal.checks.length);
    for (const check of proposal.checks) out.text16(check.key).u64(check.version);
    out.u32(payload.length).raw(payload);
    this.#count++;
    return payload.length;
  }

  /** The buffer to transfer; the batch is empty afterwards. */
  take(): Uint8Array {
    // No larger than its content: entries that are kept in memory keep all of it.
    const bytes = this.#out.finish().slice();
    this.#out = new ByteWriter(1024);
    this.#count = 0;
    return bytes;
  }
}

/** Reads what `ProposalBatch.take` gave. */
export function* readProposals(bytes: Uint8Array): Generator<ReceivedProposal> {
  const input = new ByteReader(bytes);
  while (input.remaining > 0) {
    const call = input.u32();
    const epoch = input.u32();
    const checks: Check[] = [];
    for (let left = input.u16(); left > 0; left--) checks.push({ key: input.text16(), version: input.u64() });
    yield { call, epoch, checks, payload: input.raw(input.u32()) };
  }
}
