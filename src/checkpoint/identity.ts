/**
 * What a checkpoint is of: the system, the claims and the options that decide what a search does and says.
 *
 * A search goes on from a checkpoint only when all of this is the same, because what it found so far was found so. Predicates
 * are compared by their text. That may refuse what is the same in other words, and it does not see into the functions
 * they call; machines are not compared here, but asked again (engine/saved-tables.ts).
 */
import { createHash } from 'node:crypto';
import type { BuiltIn } from '../property/built-in.ts';
import type { Property } from '../property/property.ts';
import type { System } from '../system/define-system.ts';
import { groupText } from '../system/interchangeable.ts';
import { systemFingerprint } from '../trace/fingerprint.ts';

export interface ClaimIdentity {
  readonly id: string;
  readonly kind: string;
  /** Digest of the text of its functions. */
  readonly text: string;
}

export interface Identity {
  readonly system: string;
  readonly fingerprint: string;
  /** Digest of the text of the function that tells final states. */
  readonly final: string;
  readonly properties: readonly ClaimIdentity[];
  readonly builtIns: readonly string[];
  /** Claims whose violation is no reason to stop, sorted. */
  readonly expectedViolations: readonly string[];
  readonly keepGoing: boolean;
  /** The groups of actors up to whose symmetry states are counted; none when each state counts for itself. */
  readonly symmetry: readonly string[];
}

/** What differs; the saved value first where there is one. */
export type Difference =
  | { readonly part: 'version'; readonly saved: string; readonly present: string }
  /** Of Node, where what one wrote the other cannot read. */
  | { readonly part: 'node'; readonly saved: string; readonly present: string }
  | { readonly part: 'byte-order'; readonly saved: string; readonly present: string }
  | { readonly part: 'system'; readonly saved: string; readonly present: string }
  | { readonly part: 'structure'; readonly saved: string; readonly present: string }
  | { readonly part: 'final' }
  /** Both empty when only their order differs. */
  | { readonly part: 'properties'; readonly gone: readonly string[]; readonly added: readonly string[] }
  | { readonly part: 'kind'; readonly id: string; readonly saved: string; readonly present: string }
  | { readonly part: 'predicate'; readonly id: string }
  | { readonly part: 'built-ins'; readonly gone: readonly string[]; readonly added: readonly string[] }
  | { readonly part: 'expectations'; readonly gone: readonly string[]; readonly added: readonly string[] }
  | { readonly part: 'keep-going' }
  | { readonly part: 'symmetry'; readonly saved: readonly string[]; readonly present: readonly string[] }
  | { readonly part: 'machine'; readonly actor: string; readonly mode: string; readonly event: string };

/** Whatever changes what a search finds or where it stops belongs here; limits do not, as they may be raised. */
export interface IdentityOptions {
  readonly builtIns: readonly BuiltIn[];
  readonly expectedViolations: ReadonlySet<string>;
  readonly keepGoing: boolean;
  /** Whether one state of each orbit is visited, if the system declares interchangeable actors. */
  readonly symmetry: boolean;
}

export function identityOf(system: System, properties: readonly Property[], { builtIns, expectedViolations, keepGoing, symmetry }: IdentityOptions): Identity {
  return {
    system: system.id,
    fingerprint: systemFingerprint(system),
    final: textDigest(system.final.toString()),
    properties: properties.map((property) => ({ id: property.id, kind: property.kind, text: textDigest(...textsOf(property)) })),
    builtIns: builtIns.map(({ id }) => id),
    expectedViolations: [...expectedViolations].toSorted(),
    keepGoing,
    symmetry: symmetry ? system.interchangeable.map(groupText) : [],
  };
}

/** A limit on time may change from one part of a search to the next: it is held against what was measured, at the end. */
function textsOf(property: Property): readonly string[] {
  if ('during' in property) return [property.during.toString()];
  return [property.holds.toString(), 'when' in property ? property.when.toString() : ''];
}

/** The first thing that keeps a search from going on; null when nothing does. */
export function differenceBetween(saved: Identity, present: Identity): Difference | null {
  if (saved.system !== present.system) return { part: 'system', saved: saved.system, present: present.system };
  if (saved.fingerprint !== present.fingerprint) return { part: 'structure', saved: saved.fingerprint, present: present.fingerprint };
  if (saved.final !== present.final) return { part: 'final' };
  const ids = (identity: Identity): readonly string[] => identity.properties.map(({ id }) => id);
  if (!isSame(ids(saved), ids(present))) return { part: 'properties', ...changesBetween(ids(saved), ids(present)) };
  for (const [place, claim] of saved.properties.entries()) {
    const { id, kind, text } = present.properties[place] ?? claim;
    if (kind !== claim.kind) return { part: 'kind', id, saved: claim.kind, present: kind };
    if (text !== claim.text) return { part: 'predicate', id };
  }
  if (!isSame(saved.builtIns, present.builtIns)) return { part: 'built-ins', ...changesBetween(saved.builtIns, present.builtIns) };
  if (!isSame(saved.expectedViolations, present.expectedViolations)) return { part: 'expectations', ...changesBetween(saved.expectedViolations, present.expectedViolations) };
  if (!isSame(saved.symmetry, present.symmetry)) return { part: 'symmetry', saved: saved.symmetry, present: present.symmetry };
  // The other way round is no matter: a search that stopped at a violation may be told to go on after it.
  return saved.keepGoing && !present.keepGoing ? { part: 'keep-going' } : null;
}

function textDigest(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}

function isSame(saved: readonly string[], present: readonly string[]): boolean {
  return saved.length === present.length && saved.every((id, place) => id === present[place]);
}

function changesBetween(saved: readonly string[], present: readonly string[]): { readonly gone: readonly string[]; readonly added: readonly string[] } {
  return { gone: saved.filter((id) => !present.includes(id)), added: present.filter((id) => !saved.includes(id)) };
}
