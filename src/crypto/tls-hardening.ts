import { constants } from "node:crypto";

/** For TLS between nodes: a resumed session would show no certificate of today (node-techniques.md §1). */
export const NO_SESSION_TICKETS: number = constants.SSL_OP_NO_TICKET;
