import type { Server } from "node:http";
export function acceptListMethod(_server: Server): void {}
