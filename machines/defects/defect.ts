/**
 * A defect: a deliberately wrong variant of the model, and the properties that must reject it.
 */
import type { System } from '../../src/index.ts';

export interface Defect {
  /** Kebab-case; `check defect:<id>` checks it. */
  readonly id: string;
  /** What is wrong, and where it happened for real (domain.md 6.2) if it did. */
  readonly about: string;
  readonly scopes: Readonly<Record<string, () => System>>;
  /** Ids of properties. */
  readonly rejectedBy: readonly string[];
}
