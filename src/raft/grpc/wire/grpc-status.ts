/** How a call ended, as gRPC numbers it; 14 (unavailable) also when the connection broke. */
export interface GrpcStatus {
  readonly code: number;
  readonly message: string;
}

export const GRPC_OK = 0;
export const GRPC_UNAVAILABLE = 14;
/** The other side has no such service for this caller. */
export const GRPC_UNIMPLEMENTED = 12;
