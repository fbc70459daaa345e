import type { AuditMeter } from "#core/audit/audit-meter.ts";

export class RecordingMeter implements AuditMeter {
  readonly counts: Record<string, number> = {};

  entries(kind: string, count: number, tookMs: number, isKept: boolean): void {
    this.#add(`${kind} ${isKept ? "kept" : "lost"}`, count, tookMs);
  }

  device(path: string, count: number, tookMs: number, isKept: boolean): void {
    this.#add(`${path} ${isKept ? "took" : "failed"}`, count, tookMs);
  }

  #add(name: string, count: number, tookMs: number): void {
    if (!(tookMs >= 0)) throw new Error("time runs forward");
    this.counts[name] = (this.counts[name] ?? 0) + count;
  }
}
