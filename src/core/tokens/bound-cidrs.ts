// The room's way to kit/bound-cidrs.ts, which auth methods share.
export { addressesIn, holdsAddress, intersectCidrs, isWithin, parseCidrs } from "#kit/bound-cidrs.ts";
