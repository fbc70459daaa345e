// The core's face: all that HTTP may know of it.
export type { Answer, MintedToken } from "./answer.ts";
