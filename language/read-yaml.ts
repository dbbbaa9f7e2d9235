import { parseAllDocuments, type YAMLParseError } from 'yaml';
import type { Report } from './report.ts';
import type { Tree } from './tree.ts';
import { DEPTH_MAX, type Excess, excessOf } from './yaml-bounds.ts';
import { BATCHES, treeOf } from './yaml-tree.ts';

/** Limits of a file that people write; data files may be larger. */
export const PIPELINE_BYTES_MAX = 1024 * 1024;
export const PIPELINE_VALUES_MAX = 20_000;
const SYNTAX_PROBLEMS_MAX = 20;

/**
 * Reads YAML 1.2 text into a tree. Bounded in depth and number of values; no tags, anchors, merge keys, duplicate or
 * reserved keys: each is reported. undefined where there is nothing to go on with.
 */
export function readYaml(
  file: string,
  text: string,
  report: Report,
  valuesMax = PIPELINE_VALUES_MAX,
): Tree | undefined {
  const excess = excessOf(text, valuesMax);
  if (excess !== undefined) {
    report.add(excessProblem(file, excess, valuesMax));
    return undefined;
  }
  // uniqueKeys is quadratic (49 s for 1 MiB of keys, measured): the tree looks for duplicates itself.
  const documents = parseAllDocuments(text, { uniqueKeys: false, merge: false, prettyErrors: false, version: '1.2' });
  const [document, second] = 'empty' in documents ? [] : documents;
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    report.add({
      code: 'FILE_EMPTY',
      span: { file, from: 0, to: 0 },
      message: 'the file is empty',
      hint: 'begin with: version: 1',
    });
    return undefined;
  }
  // Broken YAML goes on being broken: the first mistakes are those to mend.
  for (const error of document.errors.slice(0, SYNTAX_PROBLEMS_MAX)) report.add(syntaxProblem(file, error));
  if (second !== undefined) {
    const [from] = second.range;
    report.add({
      code: 'YAML_DOCUMENTS',
      span: { file, from, to: from + 1 },
      message: 'a second document begins here',
    });
  }
  if (document.errors.length > 0) return undefined;
  return treeOf(document.contents, { file, text, report, valuesMax });
}

function excessProblem(file: string, { what, at }: Excess, valuesMax: number): Parameters<Report['add']>[0] {
  const span = { file, from: at, to: at + 1 };
  switch (what) {
    case 'depth':
      return { code: 'YAML_DEPTH', span, message: `values are nested deeper than ${DEPTH_MAX} levels` };
    case 'values':
      return { code: 'FILE_TOO_LARGE', span, message: `the file holds more than ${valuesMax} values`, hint: BATCHES };
    case 'lines':
      return { code: 'FILE_TOO_LARGE', span, message: 'the file has more lines than any that is meant', hint: BATCHES };
    case 'bracket':
      return { code: 'YAML_SYNTAX', span, message: 'many brackets close what none has opened' };
    case 'escape':
      return { code: 'YAML_SYNTAX', span, message: 'the text in quotes is full of escapes that YAML does not know' };
    default: {
      const never: never = what;
      return never;
    }
  }
}

function syntaxProblem(file: string, error: YAMLParseError): Parameters<Report['add']>[0] {
  const [from, to] = error.pos;
  const span = { file, from, to: Math.max(to, from + 1) };
  const message = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  if (error.code === 'TAB_AS_INDENT') return { code: 'YAML_TAB', span, message, hint: 'indent with spaces' };
  if (error.code === 'MULTIPLE_ANCHORS' || error.code === 'BAD_ALIAS') return { code: 'YAML_ANCHOR', span, message };
  return { code: 'YAML_SYNTAX', span, message };
}
