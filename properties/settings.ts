/**
 * How many random walks each property gets, and from which seed: `QUIESCE_RUNS=5000 QUIESCE_SEED=7 npm run properties`.
 */
function numberFrom(name: string, preset: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return preset;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`${name} is ${text}; it is a whole number`);
  return value;
}

/** The same seed gives the same walks; a failure prints it. */
export const settings = { seed: numberFrom('QUIESCE_SEED', 20_080_227), numRuns: numberFrom('QUIESCE_RUNS', 1_000) };
