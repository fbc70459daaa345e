/** Lets everything that waits for this thread have its turn: for work that would keep it for many milliseconds. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
