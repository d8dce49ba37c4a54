import { blocked, fail, pass, warn, type Check } from '../check.ts';
import { askTurn } from '../turns/ask-turn.ts';
import { frontOf, isHtml, isServerError, limitFailure, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { smallBody } from '../requests/asks.ts';
import { firewallBait, messages } from '../requests/requests.ts';

const HINT =
  'Exempt /v1/messages from body inspection (AWS WAF CrossSiteScripting_Body and SizeRestrictions_Body, OWASP CRS, Azure WAF): prompts hold code, shell and markup.';

/** code.claude.com "LLM gateway rollout": a firewall lets short tests pass and blocks real sessions. */
export const wafBody = {
  id: 'waf-body',
  title: 'no firewall takes prompts for attacks',
  group: 'C',
  owner: 'network',
  topic: 'firewall',
  required: true,
  whenBroken: 'partly',
  says: 'prompts with code and markup are refused',
  when: 'default',
  needs: ['health'],
  tokens: { input: 262, output: 1 },
  async run(context) {
    const request = messages(firewallBait(await smallBody(context)));
    const both = context.facts.bothHeaders === true;
    const outcome = await context.send('waf', {
      ...request,
      ...(both ? { credential: 'both' as const } : {}),
    });
    if (!outcome.ok) {
      return fail(
        `A prompt with code and markup gets no answer, while a plain one does: ${sayFailure(context, outcome.failure)}.`,
        HINT,
      );
    }
    const answer = outcome.value;
    if (answer.status === 200 && !isHtml(answer))
      return pass('A prompt with shell, markup and SQL in it is taken.');
    const limited = limitFailure(context, answer);
    if (limited !== undefined) return limited;
    const said = sayAnswer(context, answer);
    // What refuses every turn is told there.
    const turn = await askTurn(context, 'text', await context.model());
    if (turn.state === 'fails' && turn.refusal?.status === answer.status)
      return blocked('rich-request', 'It is refused like a turn of the app.');
    if (answer.status === 400 && answer.json !== undefined) {
      return warn(
        `A prompt with code and markup is refused in the API's own way (${said}).`,
        'Look at the log of the gateway for this request: a guardrail or a translator refuses it.',
      );
    }
    if (isServerError(answer.status) && !isHtml(answer)) {
      return fail(
        `A prompt with code and markup fails, while a plain one passes (${said}).`,
        'Look at the log of the gateway for this request: a guardrail or a filter may refuse it.',
      );
    }
    const front = frontOf(answer);
    return fail(
      `A prompt with code and markup is refused, while a plain one passes (${said}): a firewall inspects the body.`,
      front === undefined ? HINT : `${HINT} The answer comes from ${front}.`,
    );
  },
} as const satisfies Check;
