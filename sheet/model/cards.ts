import type { PlanNode } from '../../plan/plan.ts';
import { dollars } from '../../plan/quota.ts';
import type { Card, Mark } from './data.ts';
import { differingWords } from './differing-words.ts';
import type { SheetFacts, SheetNode } from './facts.ts';
import { stateWords } from './state-words.ts';

/** The cards of nodes that stand side by side. `takes`: of one shot, so what only some of them say is marked. */
export function cardsOf(facts: SheetFacts, shown: readonly number[], takes: boolean): readonly Card[] {
  const found = shown.flatMap((at) => {
    const [node, now] = [facts.plan.nodes[at], facts.nodes[at]];
    return node === undefined || now === undefined ? [] : [{ node, now }];
  });
  const texts = found.map(({ node, now }) => promptOf(node, now));
  const prompts = takes ? differingWords(texts) : texts.map((text) => [{ text, own: false }]);
  const labels = labelsOf(found.map(({ node }) => node));
  return found.map(({ node, now }, at) => {
    const { words, tone, mark } = stateWords(now.state);
    const marks: readonly Mark[] = [...(mark === undefined ? [] : [mark]), ...(now.stale ? (['stale'] as const) : [])];
    const note = facts.notes.find((one) => one.node === node.id);
    const trouble = [...(now.trouble ?? []), ...(now.stale ? [`stale: ${now.stale}`] : [])];
    const old = note?.sha256 !== undefined && now.sha256 !== undefined && note.sha256 !== now.sha256;
    return {
      node: node.id,
      label: labels[at] ?? node.id,
      marks,
      state: words,
      tone,
      ...(now.sinceMs === undefined ? {} : { sinceMs: now.sinceMs }),
      ...(now.expectedMs === undefined ? {} : { expectedMs: now.expectedMs }),
      price: priceOf(node, now),
      seconds: secondsOf(node, now),
      made: [now.request?.resolution, now.request?.model].filter((part) => typeof part === 'string').join(' · '),
      prompt: prompts[at] ?? [],
      ...(now.media === undefined ? {} : { media: now.media }),
      ...(trouble.length === 0 ? {} : { trouble }),
      ...(note === undefined ? {} : { note: old ? `${note.text} (about an older file)` : note.text }),
    };
  });
}

function promptOf({ fields }: PlanNode, { request }: SheetNode): string {
  const prompt = request?.prompt ?? fields?.prompt;
  return typeof prompt === 'string' ? prompt : '';
}

function priceOf(node: PlanNode, { state, cost, costAssumed }: SheetNode): string {
  if (state === 'current') return '$0';
  if (cost > 0 || state === 'done') return `${costAssumed ? '≈ ' : ''}${dollars(cost)}`;
  if (node.price === 0 || state === 'not-wanted') return '$0';
  return `${node.atMost ? 'at most ' : ''}${dollars(node.price)}`;
}

function secondsOf(node: PlanNode, { seconds }: SheetNode): string {
  const known = seconds ?? node.seconds;
  return known === 0 ? '' : `${Math.round(known * 10) / 10} s`;
}

/** Of keys the parts that are not the same for all: `cool` and `warm` of `pier--cool` and `pier--warm`. */
function labelsOf(nodes: readonly PlanNode[]): readonly string[] {
  const names = nodes.map(({ step, key, link }) => ({ step, parts: [...key.split('--'), link ?? ''].filter(Boolean) }));
  const steps = new Set(names.map(({ step }) => step));
  const differs = (at: number) => nodes.length === 1 || new Set(names.map(({ parts }) => parts[at])).size > 1;
  return names.map(({ step, parts }) => {
    const own = parts.filter((_, at) => differs(at)).join(' · ');
    return [...(steps.size > 1 || own === '' ? [step] : []), ...(own === '' ? [] : [own])].join(' · ');
  });
}
