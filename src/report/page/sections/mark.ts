import { html, type Markup } from '../html.ts';

/** What a sign means; each has a shape, a word and a colour, so that none of the three is needed. */
export type Tone = 'ok' | 'bad' | 'warn' | 'off';

const SIGN: Readonly<Record<Tone, string>> = { ok: '✓', bad: '✕', warn: '!', off: '–' };

/** A sign with its word, such as `✕ Failed`. */
export function mark(tone: Tone, word: string): Markup {
  return html`<span class="mark ${tone}"><span aria-hidden="true">${SIGN[tone]}</span> ${word}</span>`;
}

/** With a capital in front, where a word of the language stands there. */
export function sentence(text: string): string {
  if (!/^\p{Ll}+\b(?!_)/u.test(text)) return text;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Milliseconds as people read them. */
export function duration(ms: number): string {
  if (ms < 1) return '0 ms';
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`;
}
