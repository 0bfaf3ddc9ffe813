/**
 * What Mermaid itself reads from a text: the nodes with their parents and the edges between them that it would lay out.
 *
 * Needs a DOM, because Mermaid cleans labels with one: `// @vitest-environment happy-dom`.
 */
import mermaid from 'mermaid';
import { expect } from 'vitest';

export interface DrawnNode {
  readonly id: string;
  readonly shape: string;
  readonly label?: string | readonly string[];
  readonly description?: string | readonly string[];
  readonly parentId?: string;
}

export interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly { readonly start: string; readonly end: string; readonly label: string }[];
}

/** Fails unless Mermaid accepts the text as a state diagram; `parse` also loads the grammars, which the rest expects. */
export async function drawnBy(text: string): Promise<Drawn> {
  expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'stateDiagram' });
  // oxlint-disable-next-line typescript/no-deprecated -- its successors tell the kind of the diagram, or need a browser's layout
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  return (db as unknown as { getData: () => Drawn }).getData();
}

/** A label as the reader sees it: Mermaid turns `#35;` into a mark of its own, and the mark into a character when it renders. */
export const shown = (label: string): string => label.replaceAll(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)));
