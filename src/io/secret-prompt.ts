import {
  createPrompt,
  isBackspaceKey,
  isEnterKey,
  makeTheme,
  type Theme,
  useKeypress,
  usePrefix,
  useState,
} from './inquirer.ts';

/** What the prompt of a secret is told. */
interface SecretConfig {
  readonly message: string;
  readonly validate: (answer: string) => Promise<true | string>;
  readonly theme: object;
}

/** More than these say nothing more. */
const MOST_MARKS = 12;

/**
 * Asks for a secret: what is typed or pasted shows as a few marks and its length, so that a key that was cut off is
 * seen. Backspace takes the last character, Ctrl-U all.
 */
export const secret = createPrompt<string, SecretConfig>((config, done) => {
  const theme = makeTheme<Theme>(config.theme);
  const [status, setStatus] = useState<'idle' | 'loading' | 'done'>('idle');
  const [value, setValue] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  const prefix = usePrefix({ status, theme });
  useKeypress(async (key, line) => {
    if (status !== 'idle') return;
    if (isEnterKey(key)) {
      setStatus('loading');
      const verdict = await config.validate(value);
      if (verdict === true) {
        setStatus('done');
        done(value);
      } else {
        setError(verdict);
        setStatus('idle');
      }
      return;
    }
    // The line holds nothing but what this key brought: the secret itself stands in no editable line.
    const typed = line.line;
    line.clearLine(0);
    if (isBackspaceKey(key)) setValue(Array.from(value).slice(0, -1).join(''));
    else if (key.ctrl && (key.name === 'u' || key.name === 'w')) setValue('');
    else if (typed !== '') setValue(value + typed);
    else return;
    setError(undefined);
  });
  const message = theme.style.message(config.message, status);
  const length = Array.from(value.trim()).length;
  if (status === 'done') return [prefix, message, theme.style.answer(marks(length))].join(' ');
  const content = [prefix, message, marks(length)].join(' ').trimEnd();
  return [`${content}${length === 0 ? ' ' : ''}`, error === undefined ? '' : theme.style.error(error)];
});

function marks(length: number): string {
  if (length === 0) return '';
  return `${'•'.repeat(Math.min(MOST_MARKS, length))} (${length.toLocaleString('en-US')} character${length === 1 ? '' : 's'})`;
}
