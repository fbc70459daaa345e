// A member that does not take this node for one any more is asked why, one question at a time: being removed is something
// else than being unknown to one that lags behind.
import { askStanding, type StandingQuestion } from "../admission/standing.ts";
import type { DialOptions, DialTarget } from "../tls/pinned-dial.ts";

export interface RemovalInquiryOptions {
  readonly question: () => StandingQuestion | undefined;
  /** @throws DialError when nobody knows where it is */
  readonly target: (peer: number) => DialTarget;
  readonly dial: () => DialOptions;
  /** This node was removed. */
  readonly removed: () => void;
}

export class RemovalInquiry {
  readonly #options: RemovalInquiryOptions;
  #isAsking = false;

  constructor(options: RemovalInquiryOptions) {
    this.#options = options;
  }

  ask(peer: number): void {
    const { question, removed } = this.#options;
    const asked = question();
    if (this.#isAsking || asked === undefined) return;
    this.#isAsking = true;
    this.#standing(peer, asked).then((standing) => {
      this.#isAsking = false;
      if (standing === "removed") removed();
    });
  }

  async #standing(peer: number, question: StandingQuestion) {
    try {
      return await askStanding(this.#options.target(peer), question, this.#options.dial());
    } catch {
      // It may answer when it refuses the next time.
      return undefined;
    }
  }
}
