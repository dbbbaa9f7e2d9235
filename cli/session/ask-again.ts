import { UNCERTAIN } from '../../plan/recorded-names.ts';

/** Times, and pause between them: in all below the time that an answer may take. */
const TIMES = 20;
const PAUSE_MS = 100;

/**
 * Asks again where a workflow could not know how it stands: after its worker died while it decided, until another has
 * repeated that (at most the time of a workflow task, 5 s). Other errors are thrown.
 */
export async function askAgain<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let time = 1; ; time += 1) {
    try {
      return await ask();
    } catch (error) {
      const isUncertain = error instanceof Error && error.message.includes(UNCERTAIN);
      if (!isUncertain || time === TIMES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
