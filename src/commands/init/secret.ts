import { Back } from '../../io/prompter.ts';
import { show, variableFor } from '../../schema/index.ts';
import { refusal } from './refusal.ts';
import type { Asked, Wizard } from './step.ts';

/** Names of environment variables: POSIX, portable characters. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

type Where = 'keep' | 'env' | 'other' | 'file' | 'type';

/** A credential: by reference, which is the proposal, or typed and masked. */
export async function askSecret(wizard: Wizard, asked: Asked): Promise<string> {
  const { prompter, draft, io } = wizard;
  const { path, message } = asked;
  const variable = variableFor([path[0]]);
  const isSet = (io.env[variable] ?? '') !== '';
  const current = draft.text(path[0]);
  for (;;) {
    const where = await prompter.select<Where>({
      message,
      hint: 'A reference keeps the key out of the file, so that the file can be shared and kept in git; probe and export look it up.',
      choices: [
        ...(current === undefined
          ? []
          : [{ value: 'keep' as const, name: `Keep ${show(current, path)}`, short: show(current, path) }]),
        {
          value: 'env',
          name: `From the environment variable ${variable}`,
          description: `The file says \${env:${variable}}. The variable is ${isSet ? 'set here' : 'not set here yet'}.`,
        },
        { value: 'other', name: 'From another variable', description: 'You give its name.' },
        { value: 'file', name: 'From a file', description: 'The file says ${file:/run/secrets/…}.' },
        {
          value: 'type',
          name: 'Type or paste it',
          description: 'The key itself stands in the file. It is masked as you type.',
        },
      ],
    });
    try {
      if (where === 'keep' && current !== undefined) return current;
      if (where === 'env') return byVariable(wizard, variable);
      return await askWhere(wizard, asked, where, variable);
    } catch (error) {
      if (!(error instanceof Back)) throw error;
    }
  }
}

function byVariable(wizard: Wizard, name: string): string {
  const { io } = wizard;
  if (!Object.hasOwn(io.env, name) || (io.env[name] ?? '') === '')
    wizard.say(`${name} is not set here; set it before probe and export.`, 1);
  return `\${env:${name}}`;
}

async function askWhere(wizard: Wizard, asked: Asked, where: Where, variable: string): Promise<string> {
  const { prompter, draft } = wizard;
  const { path, message } = asked;
  if (where === 'other') {
    const name = await prompter.input({
      message: 'Name of the variable',
      default: variable,
      validate: (answer) =>
        VARIABLE.test(answer)
          ? undefined
          : 'That is no name of a variable\nUse letters, digits and _, such as INFERENCE_GATEWAY_API_KEY.',
    });
    return byVariable(wizard, name);
  }
  if (where === 'file') {
    const file = await prompter.input({
      message: 'Path of the file',
      hint: 'Read by probe and export, on the computer that runs them; one line break at its end does not count.',
      validate: (answer) => (answer === '' ? 'A path is needed' : refusal(draft, path, `\${file:${answer}}`)),
    });
    return `\${file:${file}}`;
  }
  return prompter.secret({ message, validate: (answer) => refusal(draft, path, answer) });
}
