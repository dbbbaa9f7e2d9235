import type { Expression } from '../expressions/index.ts';

/** What an expression surely is, where that can be seen before the run. */
export type StaticType = 'text' | 'a number' | 'true or false' | 'a list' | 'a map';

/** Which names are pipelines that are used: their outputs have any type. */
export type Parts = { readonly isPart: (step: string) => boolean; readonly isSourcePart: boolean };

/** The two types that a comparison can never bring together; undefined: they may be of one type. */
export function unlikeTypes(
  left: Expression,
  right: Expression,
  parts: Parts,
): readonly [StaticType, StaticType] | undefined {
  const types = [staticType(left, parts), staticType(right, parts)] as const;
  const [one, other] = types;
  if (one === undefined || other === undefined) return undefined;
  return one === other && one !== 'a list' && one !== 'a map' ? undefined : [one, other];
}

function staticType(expression: Expression, parts: Parts): StaticType | undefined {
  switch (expression.kind) {
    case 'literal':
      return TYPES[typeof expression.value];
    case 'not':
    case 'compare':
      return 'true or false';
    case 'star':
      return 'a list';
    case 'member':
      return ofMember(expression.of, expression.name, parts);
    default:
      return undefined;
  }
}

/** `steps.x.state`, `source.outputs.seconds`; behind `*` a list of them. Outputs of a used pipeline have any type. */
function ofMember(of: Expression, name: string, parts: Parts): StaticType | undefined {
  if (hasStar(of)) return 'a list';
  if (of.kind === 'member' && of.name === 'outputs' && isNode(of.of, parts)) return OUTPUTS.get(name);
  return isNode(of, parts) ? MEMBERS.get(name) : undefined;
}

function hasStar(expression: Expression): boolean {
  if (expression.kind === 'star') return true;
  return (expression.kind === 'member' || expression.kind === 'index') && hasStar(expression.of);
}

function isNode(expression: Expression, parts: Parts): boolean {
  if (expression.kind === 'context') return expression.name === 'source' && !parts.isSourcePart;
  if (expression.kind === 'index') return isNode(expression.of, parts);
  const isStep = expression.kind === 'member' && expression.of.kind === 'context' && expression.of.name === 'steps';
  return isStep && !parts.isPart(expression.name);
}

const TYPES: { readonly [type: string]: StaticType } = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
};
const MEMBERS: ReadonlyMap<string, StaticType> = new Map([
  ['id', 'text'],
  ['state', 'text'],
  ['matrix', 'a map'],
  ['outputs', 'a map'],
]);
const OUTPUTS: ReadonlyMap<string, StaticType> = new Map([
  ['sha256', 'text'],
  ['seconds', 'a number'],
  ['width', 'a number'],
  ['height', 'a number'],
  ['cost', 'a number'],
]);
