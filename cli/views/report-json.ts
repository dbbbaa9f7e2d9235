import { FAILURES } from '../../plan/failures.ts';
import { usdOf } from '../../plan/quota.ts';
import { advice } from './advice.ts';
import { outputsDocument } from './output-lines.ts';
import { type Report, type ReportNode, slowest, stateCounts } from './report.ts';
import { costDocument } from './run-json.ts';
import { waitingDocument } from './waiting-files.ts';

/** The report as data: times in ISO and seconds, money in USD. */
export function reportDocument(report: Report) {
  return {
    run: report.run,
    name: report.name,
    file: report.file,
    realm: report.realm,
    account: report.account,
    state: report.state,
    startedAt: new Date(report.startedMs).toISOString(),
    endedAt: report.endedMs === undefined ? null : new Date(report.endedMs).toISOString(),
    rendersFolder: report.rendersFolder,
    counts: Object.fromEntries(stateCounts(report)),
    cost: {
      ...costDocument(report.money),
      reserved: usdOf(report.money.reserved),
      limit: report.limit === undefined ? null : usdOf(report.limit),
    },
    twins: report.twins.map(({ node, task, second, taken = false, reserved, untilMs }) => ({
      node,
      task,
      ...(second === undefined ? {} : { second }),
      taken,
      reserved: taken ? 0 : usdOf(reserved),
      until: new Date(untilMs).toISOString(),
    })),
    waiting: waitingDocument(report.waiting ?? []),
    outputs: outputsDocument(report.outputs ?? []),
    nodes: report.nodes.map((node) => nodeDocument(report, node)),
    slowest: slowest(report).map(({ node }) => node),
  };
}

function nodeDocument(report: Report, node: ReportNode) {
  const place = { run: report.run, realm: report.realm, file: report.file, node: node.node };
  return {
    node: node.node,
    step: node.step,
    state: node.state,
    file: node.file ?? null,
    sha256: node.sha256 ?? null,
    seconds: node.seconds ?? null,
    model: node.model ?? null,
    task: node.task ?? null,
    attempts: node.attempts,
    renderSeconds: node.renderMs === undefined ? null : node.renderMs / 1000,
    cost: usdOf(node.cost),
    costAssumed: node.costAssumed ?? false,
    bill: node.bill ?? null,
    failure:
      node.code === undefined
        ? null
        : {
            code: node.code,
            sentence: FAILURES[node.code].sentence,
            message: node.message ?? node.reason ?? null,
            hint: advice(node.code, place),
          },
  };
}
