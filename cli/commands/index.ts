import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { addAccount } from './account.ts';
import { addApprove } from './approve.ts';
import { addCancel } from './cancel.ts';
import { addCompletion } from './completion.ts';
import { addCost } from './cost.ts';
import { addDoctor } from './doctor.ts';
import { addDown } from './down.ts';
import { addInit } from './init.ts';
import { addList } from './list.ts';
import { addOpen } from './open.ts';
import { addPick } from './pick.ts';
import { addPlan } from './plan.ts';
import { addReport } from './report.ts';
import { addResolve } from './resolve.ts';
import { addRetry } from './retry.ts';
import { addRun } from './run.ts';
import { addSchema } from './schema.ts';
import { addSimulator } from './simulator.ts';
import { addStatus } from './status.ts';
import { addUp } from './up.ts';
import { addValidate } from './validate.ts';
import { addResume, addWatch } from './watch.ts';
import { addWorker } from './worker.ts';

/** Every command, in the order in which `--help` lists them. */
export function addCommands(program: Command, shell: Shell): void {
  const writing = [addInit, addValidate, addPlan, addRun];
  const following = [addStatus, addList, addWatch, addResume, addRetry, addResolve];
  const choosing = [addPick, addApprove, addOpen, addCancel];
  const looking = [addAccount, addReport, addCost, addDoctor, addSchema, addCompletion];
  const processes = [addUp, addDown, addWorker, addSimulator];
  for (const add of [...writing, ...following, ...choosing, ...looking, ...processes]) add(program, shell);
}
