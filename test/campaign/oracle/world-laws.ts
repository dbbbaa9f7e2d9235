import type { Evidence } from './evidence.ts';
import { isOpen } from './money-laws.ts';

type Law<K extends keyof Evidence> = (evidence: Pick<Evidence, K>) => readonly string[];

/** I4: a render is a file that the vendor serves, to the byte: the task's own where that is known. */
export const servedBytes: Law<'records' | 'served'> = ({ records, served }) => {
  const all = new Set(Object.values(served));
  return records.flatMap(({ node, task, sha256 }) => {
    const isServed = served[task] === undefined ? all.has(sha256) : served[task] === sha256;
    return isServed ? [] : [`I4 ${node} is not what was served for ${task}`];
  });
};

/**
 * I8: what was told as made stays made, with the same bytes; a task settles as the vendor ended it, and where the vendor
 * first told something else, what it made is taken all the same.
 */
export const staysDone: Law<'documents' | 'claims' | 'tasks' | 'records'> = (evidence) => {
  const { documents, claims, tasks, records } = evidence;
  const home = new Set(records.map(({ task }) => task));
  const gone = documents.flatMap((document, at) => {
    const later = documents[at + 1];
    if (later === undefined) return [];
    const kept = new Map(later.renders.map(({ node, sha256 }) => [node, sha256]));
    return document.renders.filter(({ node, sha256 }) => kept.get(node) !== sha256);
  });
  const status = new Map(tasks.map((task) => [task.taskId, task.status]));
  const other = claims.filter(({ created, settled }) => {
    const task = created?.task ?? '';
    const end = status.get(task);
    return settled?.as === 'made'
      ? end !== undefined && end !== 'completed'
      : settled?.as === 'failed' && end === 'completed' && !home.has(task);
  });
  return [
    ...gone.map(({ node }) => `I8 ${node} was made, and then was not`),
    ...other.map(({ ref, settled }) => `I8 ${ref.node} settled as ${settled?.as}, which its task did not`),
  ];
};

/** I9: no secret in any text. */
export const noSecrets: Law<'texts' | 'secrets'> = ({ texts, secrets }) =>
  texts.flatMap(({ place, text }) => (secrets.some((secret) => secret.test(text)) ? [`I9 a secret in ${place}`] : []));

/** I10: nobody was sent where nobody may go. */
export const notTrapped: Law<'trapped'> = ({ trapped }) =>
  trapped === 0 ? [] : [`I10 ${trapped} connections to an address that is not allowed`];

const OURS = [
  /^home(\/|$)/,
  /^project\/(\.dailies|renders)(\/|$)/,
  /^project\/dailies\.yaml$/,
  /^project\/pipelines\//,
];

/** I11: nothing outside the project's own folders and the home. */
export const nothingOutside: Law<'files'> = ({ files }) =>
  files.filter((file) => !OURS.some((place) => place.test(file))).map((file) => `I11 ${file} was written`);

/** All that is below space, and the second set of such, but tabs and ends of lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** I13: no control bytes in what people read. */
export const noControl: Law<'texts'> = ({ texts }) =>
  texts.flatMap(({ place, text }) => {
    const found = CONTROL.exec(text);
    if (found === null) return [];
    const around = text.slice(Math.max(0, found.index - 20), found.index + 20);
    return [`I13 a control byte in ${place}: ${JSON.stringify(around)}`];
  });

/** L1: every slot is to be had, but those of claims that nobody can prove. */
export const slotsFree: Law<'account' | 'standing' | 'claims' | 'twins' | 'cap'> = (evidence) => {
  const { account, standing, claims, twins, cap } = evidence;
  if (account === undefined) return [];
  const kept = account.holders.reduce((sum, { held }) => sum + held, 0);
  const unsure = claims.filter(isOpen).length + twins.length;
  if (kept <= unsure) return [];
  const who = account.holders.map(({ key, held, want, dead, because }) => {
    return `${key} holds ${held} and wants ${want} (${dead ? 'dead, ' : ''}${because})`;
  });
  return [`L1 ${kept} of ${cap} slots are kept, for ${unsure} unsure claims: ${who.join(', ')}; ${standing}`];
};

/** Two polls of a project that polls at most every 0.2 s, and five seconds. */
const IDLE_MS = 5_400;

/** L4: no slot waits longer for its next task while nothing goes wrong. */
export const slotsBusy: Law<'stats'> = ({ stats }) => {
  const worst = Math.max(0, ...stats.slotGapsMs);
  return worst <= IDLE_MS ? [] : [`L4 a slot was idle for ${Math.round(worst)} ms`];
};
