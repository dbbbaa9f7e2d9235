import { numberOfText } from '../plan/complete-request.ts';
import type { Json, JsonObject } from '../plan/json.ts';
import type { Report } from './report.ts';
import type { InputDeclaration, PipelineDocument } from './schema/pipeline.ts';
import { suggest } from './suggest.ts';
import { type MapTree, spanOfKey, type TreePath } from './tree.ts';

/** The values of all inputs: as given, else the default, else null where none is required. Mistakes are reported. */
export function inputValues(
  document: PipelineDocument,
  given: { readonly [name: string]: string },
  tree: MapTree,
  report: Report,
): JsonObject {
  const declared = document.inputs ?? {};
  for (const name of Object.keys(given).filter((key) => !Object.hasOwn(declared, key))) {
    const message = `-i ${name}: the pipeline has no input "${name}"`;
    const hint = suggest(name, Object.keys(declared)) || 'it declares no inputs';
    report.add({ code: 'INPUT_UNKNOWN', span: spanOfKey(tree, ['inputs']), path: ['inputs'], message, hint });
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => [name, valueFor(name, declaration, given[name])]),
  );

  function valueFor(name: string, declaration: InputDeclaration, text: string | undefined): Json {
    const path: TreePath = ['inputs', name];
    const span = spanOfKey(tree, path);
    if (text !== undefined) {
      const value = typed(text, declaration);
      if (value !== undefined) return value;
      report.add({ code: 'INPUT_VALUE', span, path, message: `-i ${name}=${text} is not ${wanted(declaration)}` });
      return standIn(name, declaration);
    }
    const { default: standard, required = true } = declaration;
    if (standard !== undefined) {
      if (!fits(standard, declaration)) {
        const message = `the default ${JSON.stringify(standard)} is not ${wanted(declaration)}`;
        report.add({ code: 'INPUT_VALUE', span: spanOfKey(tree, [...path, 'default']), path, message });
      }
      return fits(standard, declaration) ? standard : standIn(name, declaration);
    }
    if (required) {
      const message = `the input "${name}" was not given and has no default`;
      report.add({ code: 'INPUT_MISSING', span, path, message, hint: `give it: -i ${name}=…` });
      return standIn(name, declaration);
    }
    return null;
  }
}

/** A value for an input that has a problem already, so that no rule says more about it. */
function standIn(name: string, { type, options }: InputDeclaration): Json {
  if (type === 'choice') return options?.[0] ?? name;
  return { string: name, file: name, number: 5, boolean: false }[type];
}

function typed(text: string, declaration: InputDeclaration): Json | undefined {
  switch (declaration.type) {
    case 'string':
    case 'file':
      return text;
    case 'number':
      return numberOfText(text);
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'choice':
      return declaration.options?.find((option) => String(option) === text);
    default: {
      const never: never = declaration.type;
      return never;
    }
  }
}

function fits(value: string | number | boolean, { type, options }: InputDeclaration): boolean {
  if (type === 'choice') return options?.includes(value) ?? false;
  return typeof value === (type === 'file' ? 'string' : type);
}

function wanted({ type, options = [] }: InputDeclaration): string {
  if (type === 'choice') return `one of ${options.join(' ')}`;
  return { string: 'text', file: 'a path', number: 'a number', boolean: 'true or false' }[type];
}
