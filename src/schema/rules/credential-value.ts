import { keySpec } from '../catalogue/index.ts';
import { jwtLifetime } from '../jwt.ts';
import { hasReference } from '../references.ts';
import { isDummy } from '../placeholder.ts';
import type { Rule, RuleContext } from './rule.ts';

const DAY_MS = 86_400_000;
/** A token that ends within this time is renewed by hand at best. */
const SOON_MS = 14 * DAY_MS;

/** The values people paste: what stands around a credential, what a screen masks, and what ends by itself. */
export const credentialValue: Rule = {
  id: 'credential-value',
  source: 'RFC 9110, section 5.5 (field values); RFC 7519, section 4.1 (exp, iat); field reports',
  check(context) {
    for (const { text, path } of context.texts) {
      const [key = ''] = path;
      const spec = path.length === 1 ? keySpec(String(key)) : undefined;
      if (spec?.secret !== true || spec.type.kind !== 'string') continue;
      if (text === '' || hasReference(text) || isDummy(text)) continue;
      checkCredential(String(key), text, context);
    }
  },
};

function checkCredential(key: string, text: string, context: RuleContext): void {
  const error = unsendable(text);
  if (error !== undefined) {
    context.report('credential-malformed', [key], {
      fault: `${key} ${error}`,
      fix: 'Copy the credential again from where it was issued.',
    });
    return;
  }
  for (const { problem, fix } of [pasted(text), expiring(text, context.now)].filter(
    (one) => one !== undefined,
  ))
    context.report('credential-malformed', [key], { fault: `${key} ${problem}`, fix }, 'warning');
}

/** Why no header can carry the text, or why it is not the credential at all. */
function unsendable(text: string): string | undefined {
  if (/[\u2022\u25cf\u2219\u00b7\u26ab\u2b24]{3,}/.test(text))
    return 'is masked: dots stand where the characters of the credential were';
  if (/[\r\n]/.test(text)) return 'holds a line break, which no header can carry';
  const beyond = /[^\u0000-\u00ff]/u.exec(text)?.[0]; // eslint-disable-line no-control-regex -- Latin-1 as a whole
  if (beyond === undefined) return undefined;
  const code = (beyond.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `holds the character U+${code}, which no header can carry`;
}

interface Oddity {
  readonly problem: string;
  readonly fix: string;
}

/** What was copied along with the credential. */
function pasted(text: string): Oddity | undefined {
  const prefix =
    /^\s*((?:authorization\s*:\s*)?(?:bearer|basic|token)(?=\s)|(?:x-api-key|authorization|api[-_ ]?key)\s*[:=])/i.exec(
      text,
    )?.[1];
  if (prefix !== undefined)
    return {
      problem: `begins with "${prefix}", which Claude Desktop puts before the credential itself where it is wanted`,
      fix: `Remove "${prefix}" and what follows it up to the credential.`,
    };
  if (/^(["'`]).*\1$/s.test(text))
    return { problem: 'stands in quotes, which are sent along', fix: 'Remove the quotes.' };
  if (text.trim() !== text)
    return { problem: 'has blanks around it, which are sent along', fix: 'Remove the blanks.' };
  if (/\s/.test(text)) return { problem: 'holds a blank', fix: 'Copy the credential alone.' };
  return undefined;
}

/** A JSON Web Token ends at the time that is written in it. */
function expiring(text: string, now: number | undefined): Oddity | undefined {
  const life = jwtLifetime(text.replace(/^\s*bearer\s+/i, '').trim());
  if (life === undefined) return undefined;
  const fix = 'Let inferenceCredentialHelper or a sign-in renew it; a fixed key must last.';
  const day = new Date(life.endsMs).toISOString().slice(0, 10);
  if (now !== undefined && life.endsMs <= now) return { problem: `is a token that expired on ${day}`, fix };
  if (life.lastsMs !== undefined && life.lastsMs <= DAY_MS)
    return { problem: `is a token that lasts ${durationText(life.lastsMs)}`, fix };
  if (now !== undefined && life.endsMs - now <= SOON_MS)
    return { problem: `is a token that expires on ${day}`, fix };
  return undefined;
}

function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}
