/** Whose keys are made anew: those that guard the root key, or those that only authorise. */
export type RekeyTarget = "barrier" | "recovery";
