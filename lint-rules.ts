/**
 * The two house rules that oxlint has no rule for, as a plugin of it.
 *
 * `no-as` rejects type assertions, because each one is a claim the compiler stops checking. Two shapes stay: `as const`,
 * which claims nothing, and `{} as T` in a machine's `types:` line, where XState takes types as empty values:
 *
 *   setup({ types: { context: {} as { readonly holder: NodeId | null }, events: {} as LunEvent } })
 *
 * `no-enum` rejects enums: a union of literals says the same, and survives type stripping. The compiler's
 * `erasableSyntaxOnly` lets `declare enum` through, so it is not enough.
 */

/** What these rules read of a syntax node; oxlint hands over ESTree with TypeScript's own nodes. */
interface SyntaxNode {
  readonly type: string;
  readonly parent: SyntaxNode | null;
  readonly name?: string;
  readonly key?: SyntaxNode;
  readonly typeName?: SyntaxNode;
  readonly typeAnnotation?: SyntaxNode;
  readonly expression?: SyntaxNode;
  readonly properties?: readonly SyntaxNode[];
}

interface Context {
  report(problem: { readonly node: SyntaxNode; readonly message: string }): void;
}

const isConst = ({ typeAnnotation }: SyntaxNode): boolean =>
  typeAnnotation?.type === 'TSTypeReference' && typeAnnotation.typeName?.name === 'const';

/** True for `{} as T` below the `types` property of a call's argument, however deep. */
function isTypesLine(assertion: SyntaxNode): boolean {
  if (assertion.expression?.properties?.length !== 0) return false;
  for (let node = assertion.parent; node !== null; node = node.parent) {
    if (node.type === 'Property' && node.key?.name === 'types') return node.parent?.parent?.type === 'CallExpression';
    if (node.type !== 'Property' && node.type !== 'ObjectExpression') return false;
  }
  return false;
}

const noAs = {
  create: (context: Context) => {
    const visit = (node: SyntaxNode): void => {
      if (isConst(node) || isTypesLine(node)) return;
      context.report({ node, message: 'A type assertion is a claim nobody checks. Narrow the value, or type its source.' });
    };
    return { TSAsExpression: visit, TSTypeAssertion: visit };
  },
};

const noEnum = {
  create: (context: Context) => ({
    TSEnumDeclaration: (node: SyntaxNode): void => {
      context.report({ node, message: 'An enum does not survive type stripping. Write a union of literals.' });
    },
  }),
};

export default { meta: { name: 'house' }, rules: { 'no-as': noAs, 'no-enum': noEnum } };
