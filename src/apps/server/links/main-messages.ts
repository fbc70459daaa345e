// What request threads and the main thread ask of each other.
import type { InitRequest } from "#core/sealing/init-request.ts";
import type { Initialization } from "#core/sealing/initialize.ts";
import type { UnsealProgress } from "#core/sealing/seal-keeper.ts";

/** Answered by the main thread: this node's own state, which is not replicated. */
export type MainMethods = {
  progress(): UnsealProgress;
  submitKey(argument: { key: string }): Promise<void>;
  resetUnseal(): void;
  seal(): Promise<void>;
  prepareInit(argument: { request: InitRequest; nowMs: number }): Promise<Initialization>;
  /** The records of an initialisation are committed. */
  initialized(): Promise<void>;
  lockoutAdmit(argument: { mount: string; name: string; config: LockoutRule }): boolean;
  lockoutFailed(argument: { mount: string; name: string; config: LockoutRule }): void;
  lockoutSucceeded(argument: { mount: string; name: string }): void;
};

export interface LockoutRule {
  threshold: number;
  durationMs: number;
  counterResetMs: number;
}

/** Answered by each request thread. */
export type RequestMethods = {
  /** The barrier is being sealed: forget what was decrypted. */
  sealed(): void;
  listen(): Promise<number>;
  /** SIGHUP: what may change without a restart. */
  reload(argument: unknown): void;
  drain(argument: { deadlineMs: number }): Promise<void>;
};
