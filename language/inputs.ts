import { numberOfText } from '../plan/complete-request.ts';
import { isJsonObject, type Json, type JsonObject } from '../plan/json.ts';
import { UNKNOWN } from './compiled-value.ts';
import { pathOfInput } from './input-path.ts';
import { folderOf } from './part-path.ts';
import type { Report } from './report.ts';
import type { InputDeclaration, PipelineDocument } from './schema/pipeline.ts';
import { suggest } from './suggest.ts';
import { type MapTree, type Span, spanOfKey, type TreePath } from './tree.ts';

/** A value that somebody gives to an input. */
export type GivenInput = {
  readonly value: Json;
  /** It is text that becomes the input's type: typed, or an expression's. A file's values have types of their own. */
  readonly isText: boolean;
  /** How problems call it: `-i city`, `city`. */
  readonly called: string;
  /** Where it stands; absent: it was typed, and problems point at the input. */
  readonly span?: Span;
  readonly keySpan?: Span;
  /** The folder, relative to the project, that `./` means in it. */
  readonly folder: string;
};

/** The inputs of a file, who gives them, and what to say of those that are missing. */
export type InputsPlace = {
  readonly document: PipelineDocument;
  readonly tree: MapTree;
  /** The file's own path, relative to the project. */
  readonly planFile: string;
  readonly given: ReadonlyMap<string, GivenInput>;
  readonly missing: { readonly span?: Span; readonly hint: (name: string) => string };
  readonly report: Report;
};

/**
 * The values of all inputs: as given, else the default, else null where none is required. Mistakes are reported, and
 * become unknown.
 */
export function inputValues(place: InputsPlace): JsonObject {
  const { document, tree, given, report } = place;
  const declared = document.inputs ?? {};
  for (const [name, { called, keySpan }] of given) {
    if (Object.hasOwn(declared, name)) continue;
    const message = `${called}: the pipeline has no input "${name}"`;
    const hint = suggest(name, Object.keys(declared)) || 'it declares no inputs';
    report.add({
      code: 'INPUT_UNKNOWN',
      span: keySpan ?? spanOfKey(tree, ['inputs']),
      path: ['inputs'],
      message,
      hint,
    });
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => [name, inputValue(place, name, declaration)]),
  );
}

function inputValue(place: InputsPlace, name: string, declaration: InputDeclaration): Json {
  const { tree, report, missing } = place;
  const path: TreePath = ['inputs', name];
  checkDefault(place, name, declaration);
  const given = place.given.get(name);
  // An empty cell gives nothing.
  if (given !== undefined && given.value !== null) return givenValue(place, name, declaration, given);
  const { default: standard, required = true } = declaration;
  if (standard !== undefined) return standardOf(place, standard, declaration) ?? UNKNOWN;
  if (!required) return null;
  const message = `the input "${name}" was not given and has no default`;
  const span = missing.span ?? spanOfKey(tree, path);
  report.add({ code: 'INPUT_MISSING', span, path, message, hint: missing.hint(name) });
  return UNKNOWN;
}

function givenValue(place: InputsPlace, name: string, declaration: InputDeclaration, given: GivenInput): Json {
  const { value, isText, called, folder } = given;
  if (value === UNKNOWN) return UNKNOWN;
  if (isJsonObject(value) && '$deferred' in value) {
    if (declaration.type !== 'file') return value;
    const message = `${called}: a file is named before the run`;
    const hint = 'what a step makes is given as text: type: string';
    place.report.add({
      code: 'INPUT_VALUE',
      span: given.span ?? place.tree.span,
      path: ['inputs', name],
      message,
      hint,
    });
    return UNKNOWN;
  }
  const converted = isText && typeof value === 'string' ? typed(value, declaration) : value;
  if (isScalar(converted) && fits(converted, declaration)) {
    const path = whole(place, converted, declaration, folder);
    if (path !== undefined) return path;
  }
  const words = isText ? String(value) : JSON.stringify(value);
  const message = `${called}=${words} is not ${wanted(declaration)}`;
  const span = given.span ?? spanOfKey(place.tree, ['inputs', name]);
  place.report.add({ code: 'INPUT_VALUE', span, path: ['inputs', name], message });
  return UNKNOWN;
}

function checkDefault(place: InputsPlace, name: string, declaration: InputDeclaration): void {
  const { default: standard } = declaration;
  if (standard === undefined || standardOf(place, standard, declaration) !== undefined) return;
  const { tree, report } = place;
  const path = ['inputs', name];
  const message = `the default ${JSON.stringify(standard)} is not ${wanted(declaration)}`;
  report.add({ code: 'INPUT_VALUE', span: spanOfKey(tree, [...path, 'default']), path, message });
}

/** A default, if it is one: in it a path that begins with a dot is relative to the file that says it. */
function standardOf(
  place: InputsPlace,
  standard: string | number | boolean,
  declaration: InputDeclaration,
): Json | undefined {
  return fits(standard, declaration) ? whole(place, standard, declaration, folderOf(place.planFile)) : undefined;
}

/** A path as the file that declares the input sees it; everything else as it is. undefined: it leaves the project. */
function whole(
  { planFile }: InputsPlace,
  value: string | number | boolean,
  { type }: InputDeclaration,
  folder: string,
): Json | undefined {
  return type === 'file' ? pathOfInput(String(value), planFile, folder) : value;
}

function typed(text: string, declaration: InputDeclaration): string | number | boolean | undefined {
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

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function fits(value: string | number | boolean, { type, options }: InputDeclaration): boolean {
  if (type === 'choice') return options?.includes(value) ?? false;
  return typeof value === (type === 'file' ? 'string' : type);
}

function wanted({ type, options = [] }: InputDeclaration): string {
  if (type === 'choice') return `one of ${options.join(' ')}`;
  return { string: 'text', file: 'a path inside of the project', number: 'a number', boolean: 'true or false' }[type];
}
