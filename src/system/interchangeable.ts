/**
 * Interchangeable actors: the declaration, and the renamings it stands for.
 *
 *   [['vm1', 'vm2', 'vm3'], ['node1', 'node2']]                 3! * 2! = 12 renamings
 *   [[['client1', 'link1'], ['client2', 'link2']]]              2: a client changes places together with its link
 *
 * It says that nobody can tell the actors of a group apart: whatever can happen can happen with their names permuted. What
 * changes places is a *block*, one actor or several in their order. Here the declaration is held to what can be seen without
 * running anything: names, machines, inputs, stimuli. Whether machines and claims keep to it shows in a search, which
 * refuses those that do not.
 */
import { canonicalText, NotPlainData, textUnder } from './canonical.ts';
import type { Actors, Stimulus } from './define-system.ts';
import { composed, renamed, type Renaming } from './renaming.ts';

/** One actor, or several that change places together. */
export type Block = string | readonly string[];

/** Groups of blocks, as they are declared. */
export type Groups = readonly (readonly Block[])[];

/** What is wrong with a declaration, in words. */
export interface DeclarationFault {
  readonly problem: string;
  readonly remedy: string;
}

export function namesOf(block: Block): readonly string[] {
  return typeof block === 'string' ? [block] : block;
}

/** The neighbours of each group exchanged; every renaming is made of these. */
export function exchangesOf(groups: Groups): readonly Renaming[] {
  return groups.flatMap((group) => group.slice(1).map((block, i) => exchange(group[i] ?? '', block)));
}

/** Two blocks exchanged, each actor for the one in its place. */
export function exchange(one: Block, other: Block): Renaming {
  const [names, others] = [namesOf(one), namesOf(other)];
  return new Map(names.flatMap((name, i) => [[name, others[i] ?? name] as const, [others[i] ?? name, name] as const]));
}

/** How many renamings there are, the one that changes nothing included. */
export function renamingsCount(groups: Groups): number {
  return groups.reduce((product, { length }) => product * Array.from({ length }, (_, i) => i + 1).reduce((a, b) => a * b, 1), 1);
}

/** Every renaming but the one that changes nothing, in a fixed order. */
export function renamingsOf(groups: Groups): readonly Renaming[] {
  const all = groups.reduce<readonly Renaming[]>((before, group) => before.flatMap((names) => permutations(group).map((seats) => composed(names, seated(group, seats)))), [new Map()]);
  return all.filter(({ size }) => size > 0);
}

/** Each block of a group becomes the one that has its seat. */
export function seated(group: readonly Block[], seats: readonly Block[]): Renaming {
  const pairs = group.flatMap((block, i) => namesOf(block).map((name, role) => [name, namesOf(seats[i] ?? block)[role] ?? name] as const));
  return new Map(pairs.filter(([name, becomes]) => name !== becomes));
}

/** The names of the groups that a renaming concerns. */
export function namesConcerned(groups: Groups, names: Renaming): readonly string[] {
  return [...new Set(groups.map((group) => group.flatMap(namesOf)).filter((members) => members.some((name) => names.has(name))).flat())];
}

/** `vm1, vm2`; `client1+link1, client2+link2`. */
export function groupText(group: readonly Block[]): string {
  return group.map((block) => namesOf(block).join('+')).join(', ');
}

/** `vm1 → vm2, vm2 → vm1` */
export function renamingText(names: Iterable<readonly [string, string]>): string {
  return [...names].map(([name, becomes]) => `${name} → ${becomes}`).join(', ');
}

/** The fault of a declaration that can be seen before anything runs; null when there is none. */
export function declarationFault(groups: Groups, actors: Actors, stimuli: readonly Stimulus[]): DeclarationFault | null {
  for (const group of groups) {
    const fault = groupFault(group, actors);
    if (fault !== null) return fault;
  }
  const overlap = overlapFault(groups);
  if (overlap !== null) return overlap;
  for (const names of exchangesOf(groups)) {
    const fault = inputFault(names, actors) ?? stimulusFault(names, stimuli);
    if (fault !== null) return fault;
  }
  return null;
}

function groupFault(group: readonly Block[], actors: Actors): DeclarationFault | null {
  const named = `interchangeable [${groupText(group)}]`;
  const names = group.flatMap(namesOf);
  const [first] = group;
  if (first === undefined || group.length < 2) return { problem: `${named} has fewer than two to exchange`, remedy: 'An actor can be exchanged only for another one.' };
  const unknown = names.find((name) => !Object.hasOwn(actors, name));
  if (unknown !== undefined) return { problem: `${named} names ${unknown}, which does not exist`, remedy: `The actors are ${Object.keys(actors).join(', ')}.` };
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return { problem: `${named} names ${twice} twice`, remedy: 'Name each actor of a group once.' };
  const uneven = group.find((block) => namesOf(block).length !== namesOf(first).length);
  if (uneven !== undefined) return { problem: `${named} exchanges ${groupText([first])} for ${groupText([uneven])}, which are not as many`, remedy: 'Actors that change places together stand in the same order in each block.' };
  for (const block of group) {
    const role = namesOf(block).findIndex((name, i) => actors[name]?.machine !== actors[namesOf(first)[i] ?? '']?.machine);
    if (role >= 0) return { problem: `${named} has two machines, those of ${namesOf(first)[role] ?? ''} and ${namesOf(block)[role] ?? ''}`, remedy: 'Interchangeable actors share one machine object and differ by their input.' };
  }
  return null;
}

/** Groups may share actors, as those of a grid do, if exchanging in one leaves the other as it is: each block with its own actors, in any order. */
function overlapFault(groups: Groups): DeclarationFault | null {
  for (const [i, group] of groups.entries()) {
    for (const [j, other] of groups.entries()) {
      if (i === j) continue;
      for (const names of exchangesOf([group])) {
        const torn = other.find((block) => namesOf(block).some((name) => !namesOf(block).includes(names.get(name) ?? name)));
        if (torn !== undefined) return { problem: `by ${renamingText(names)} the actors of ${groupText([torn])} do not stay together`, remedy: 'Name an actor in one group, or in groups that permute it independently of each other, as rows and columns do.' };
        const second = exchangesOf([other]).find((names2) => renamingText(sorted(composed(names, names2))) !== renamingText(sorted(composed(names2, names))));
        if (second !== undefined) return { problem: `${renamingText(names)} and ${renamingText(second)} depend on which comes first`, remedy: 'Name the actors of each block in an order that all groups keep.' };
      }
    }
  }
  return null;
}

function sorted(names: Renaming): readonly (readonly [string, string])[] {
  return [...names].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function inputFault(names: Renaming, actors: Actors): DeclarationFault | null {
  for (const [name, { input }] of Object.entries(actors)) {
    const becomes = names.get(name) ?? name;
    try {
      const wanted = textUnder(input, names, 'input');
      const found = canonicalText(actors[becomes]?.input, 'input');
      if (wanted === found) continue;
      return {
        problem: `by ${renamingText(names)} the input of ${name} becomes ${wanted}, but the input of ${becomes} is ${found}`,
        remedy: 'Name interchangeable actors in inputs by their names, and lists of them as Sets, which have no order.',
      };
    } catch (error) {
      if (error instanceof NotPlainData) return { problem: `the input of ${name} is not plain data: ${error.message}`, remedy: 'Interchangeable actors are renamed in inputs, which takes objects, arrays, Maps, Sets and primitives.' };
      throw error;
    }
  }
  return null;
}

function stimulusFault(names: Renaming, stimuli: readonly Stimulus[]): DeclarationFault | null {
  const texts = stimuli.map(stimulusText);
  for (const [index, stimulus] of stimuli.entries()) {
    if (names.has(stimulus.event.type)) return eventTypeFault(stimulus.event.type);
    const image = stimulusUnder(stimulus, names);
    const text = stimulusText(image);
    if (count(texts, text) >= count(texts, texts[index] ?? '')) continue;
    const other = stimuli.find(({ to, event, budget }) => budget !== image.budget && stimulusText({ to, event }) === stimulusText({ to: image.to, event: image.event }));
    const instead = other === undefined ? 'which is not declared' : `which is declared with ${budgetText(other.budget)} and not with ${budgetText(image.budget)}`;
    return {
      problem: `by ${renamingText(names)} stimulus ${index} (${stimulus.to} ${canonicalText(stimulus.event)}) becomes ${image.to} ${canonicalText(image.event)}, ${texts.includes(text) ? 'which is declared less often' : instead}`,
      remedy: 'What may be done to one of the interchangeable actors may be done to each.',
    };
  }
  return null;
}

/** An event whose type is a name: transitions name types, so it could not be renamed. */
export function eventTypeFault(type: string): DeclarationFault {
  return { problem: `the event type ${type} is also the name of an interchangeable actor`, remedy: 'Give the actor or the event another name.' };
}

/** The stimulus with its names changed; its budget is no actor. */
export function stimulusUnder({ to, event, budget }: Stimulus, names: Renaming): Stimulus {
  return { to: renamed(to, names), event: renamed(event, names), ...(budget === undefined ? {} : { budget }) };
}

/** Equal for equal stimuli. */
export function stimulusText({ to, event, budget }: Stimulus): string {
  return `${JSON.stringify([to, budget ?? null])} ${canonicalText(event)}`;
}

function budgetText(budget: string | undefined): string {
  return budget === undefined ? 'no budget' : `budget ${budget}`;
}

function count(texts: readonly string[], text: string): number {
  return texts.filter((other) => other === text).length;
}

function permutations(blocks: readonly Block[]): readonly (readonly Block[])[] {
  if (blocks.length < 2) return [blocks];
  return blocks.flatMap((block, i) => permutations(blocks.toSpliced(i, 1)).map((rest) => [block, ...rest]));
}
