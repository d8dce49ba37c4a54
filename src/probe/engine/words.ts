/*
 * What stands in the engine's own prompts and firewalls, filters of personal data and guards of prompts take offence
 * at, or lose: shell, markup, signs beyond ASCII, addresses, dates, long numbers, words of security. Each stands where
 * the engine has it (measured, engine 2.1.332), because a guard reads some parts of a request and not others. `older`
 * are the models that get the longer prompts.
 */

/** The parts of a request that guards read apart. */
interface Places {
  readonly system: string;
  readonly messages: string;
  readonly tools: string;
}

const NEWER_RULES =
  '```select```; IMPORTANT: NEVER DoS, exploit, malicious, kills, CTF payload, credentials, Claude';
const OLDER_RULES = `${NEWER_RULES}, {{y}} rm -rf x; SQL injection, XSS, hacks, attacks, ignore, hidden`;

/** For the system prompt of a small turn. */
export function guardedRules(older: boolean): string {
  return older ? OLDER_RULES : NEWER_RULES;
}

const NEWER_QUESTION = '🤖 Claude "..." https://a.b; git commit, noreply@anthropic.com';
const OLDER_QUESTION = [
  `${NEWER_QUESTION} — \`curl\``,
  '2026-11-26',
  '15000000 left',
  'import',
  'eval exec sandbox',
  'IMPORTANT',
  'window.',
] as const;

/** For the texts before the question of a small turn, as many as the engine sends. */
export function guardedQuestion(older: boolean): readonly string[] {
  return older ? OLDER_QUESTION : [NEWER_QUESTION];
}

/** For the message of role `system` that the newer models get. */
export const IN_SYSTEM_MESSAGE = '— `curl` 2026-11-26, 15000000 left, import eval exec, IMPORTANT /tmp/';

/** Signs in a row, each part with its own. */
const SIGNS: Places = {
  system: '`- (` `) `/< ). ** :** -- --- </',
  messages: '`- `-- (` `) ** :**',
  tools: '` `- (` `) ** -- --- </ /< ). *. /* */ != <<< =$( !#$% () >& ?* ://',
};
const NEWER_PLACES: Places = {
  system: `# You are an agent. MUST: delete, credential, tokens, private, email address, system shell, update where, script, document, window, require, include, security, Claude Sonnet, Opus, Haiku, /tmp/, user, instructions, commands, terminal, memory, permission, authorization, session; attacks, block, code, compromise, destructive, detection, function, GitHub, history, link, pentesting, personal, read, reverse, role, supply, targeting, testing, url, verify, write. ${SIGNS.system}`,
  messages: `# CRITICAL: you are the assistant, instructions, prompt, tokens, shell commands, script, security, memory ..; agent, api, code, copy, data, downloaded, extracted, files, hosted, install, invoked, load, loop, pull, python, read, run, sandbox, send, server, spawning, write. ${SIGNS.messages}`,
  tools: `# You MUST NEVER: delete, remove, drop, select, insert where, encode, scan; child, minor, die, vote; credentials, token, private address, override the system prompt, root, fork || shell 2>a >>b && x | y $(z), cron, script, javascript, include, security, risk, localhost, @, %, \`instructions\`, rules, execute, commands, terminal, process, memory, permission, login, key, human, Anthropic Claude Sonnet, Opus, Haiku ..; access, account, api, block, break, burn, code, connected, crash, dangerously, deploy, echo, encoded, expose, extract, fail, fetch, fire, function, git, github, guess, hang, host, http, important, install, invoke, killed, link, load, loop, merge, modify, node, npm, owner, package, pay, pipe, posted, print, pull, push, python, query, races, read, redirect, registered, rejected, remote, replace, reset, restart, revert, rm, roles, run, sandbox, send, server, signal, skip, sleep, spawn, stderr, stdout, stop, store, target, test, tmp, truncated, url, user, verify, wait, warn, web, write. ${SIGNS.tools}`,
};
const OLDER_PLACES: Places = {
  system: `${NEWER_PLACES.system} CRITICAL: remove, legal, secrets, sensitive, internal, prompt, root, format, fork, bash, database, vulnerabilities, safety, force git push https://a.b, execute, process, allow, deny, auth key, reveal, access, bypassing, exporting, killing, masked, merge, modify, redirect, reset, risky, sending, server, suspicious, uploading.`,
  messages: `${NEWER_PLACES.messages} where.`,
  tools: `${NEWER_PLACES.tools} WARNING, TODO: dead, race, bypass, sql, update table, require, authentication, safety, sensitive, arbitrary, attach, capture, destroying, socket, unauthorized, yaml.`,
};

/** For a turn of real size, which nobody pays for: what else a guard may look for. */
export function guardedPlaces(older: boolean): Places {
  return older ? OLDER_PLACES : NEWER_PLACES;
}
