/** Thrown out of a disk operation: the machine lost its power right there. */
export class SimulatedCrash extends Error {
  constructor() {
    super("the power is gone");
    this.name = "SimulatedCrash";
  }
}
