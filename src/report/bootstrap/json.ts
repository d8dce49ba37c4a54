import { outcomeOf } from '../../bootstrap/verdict.ts';
import { pathText } from '../../schema/index.ts';
import { encodeJson } from '../json.ts';
import type { BootstrapReporter } from './report.ts';

/** The shape that docs/bootstrap.md documents. */
export const json: BootstrapReporter = (report, { exitCode }) => {
  const { subject, checks, body, ms } = report;
  const number = (status: string): number => checks.filter((one) => one.status === status).length;
  return `${encodeJson(
    {
      version: 1,
      command: 'bootstrap check',
      exitCode,
      subject,
      outcome: outcomeOf(report),
      checks: checks.map(({ id, title, status, problem, detail, hint }) => ({
        id,
        title,
        status,
        problem: problem ?? null,
        detail,
        hint: hint ?? null,
      })),
      body:
        body === undefined
          ? null
          : {
              form: body.form,
              bytes: body.bytes,
              valid: body.valid,
              diagnostics: body.diagnostics,
              dropped: body.dropped.map(({ path, why }) => ({ path: pathText(path), why })),
              consent: body.consent.map(({ path, does }) => ({ path: pathText(path), does })),
              lost: body.lost ?? null,
            },
      summary: { pass: number('pass'), warn: number('warn'), fail: number('fail'), skip: number('skip') },
      ms,
    },
    2,
  )}\n`;
};
