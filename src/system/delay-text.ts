/** A delay as it was asked for, in the largest unit that keeps it whole: `2 s`, `1500 ms`. */
export function delayText(ms: number): string {
  return ms !== 0 && ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}
