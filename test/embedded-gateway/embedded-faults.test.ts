import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULTS, type FaultName } from '../../src/embedded-gateway/index.ts';
import { EXPECTED } from '../probe/fault-table.ts';
import { ask } from '../support/gateway-client.ts';
import { OTHERS } from './faults/asked.ts';
import { LISTS } from './faults/models.ts';
import { SENDS } from './faults/plain.ts';
import { COUNTED, inputs, names, textOf } from './faults/read.ts';
import { STREAMS } from './faults/stream.ts';
import { TOOLS } from './faults/tools.ts';
import { startWorld, tools, type World } from './faults/world.ts';

/* Each fault does what its name says, as the client sees it. The tables below must name every fault there is. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const calling = ask('Call both tools, probe_echo and probe_second, with city Oslo and n 7.', { tools });

describe('faults a plain request shows', () => {
  test.each(Object.entries(SENDS))('%s', async (fault, expected) => {
    expect(await world.under(fault as FaultName, world.health)).toMatchObject(expected);
  });
});

describe('faults a stream shows', () => {
  test('without a fault the stream is right', async () => {
    const answer = await world.stream();
    expect(answer).toMatchObject({ status: 200, end: 'stopped' });
    expect(textOf(answer)).toBe(COUNTED);
    expect(names(answer)[0]).toBe('message_start');
    expect(names(answer)).toContain('ping');
  });

  test.each(Object.entries(STREAMS))('%s', async (fault, check) => {
    check(await world.under(fault as FaultName, () => world.stream()));
  });
});

describe('faults of tools', () => {
  test('without a fault both calls are right', async () => {
    const answer = await world.stream(calling);
    expect(inputs(answer)).toBe('{"city":"Oslo","n":7}{"q":"example"}');
    expect(answer.text).toContain('"stop_reason":"tool_use"');
  });

  test.each(Object.entries(TOOLS))('%s', async (fault, check) => {
    check(await world.under(fault as FaultName, () => world.stream(calling)));
  });

  test('interleaved tool calls', async () => {
    const answer = await world.under('interleaved', () => world.stream(calling));
    expect(
      answer.events
        .map(({ data }) => /"index":(\d)/.exec(data)?.[1])
        .filter(Boolean)
        .slice(0, 4),
    ).toEqual(['0', '1', '0', '1']);
  });
});

describe('faults of the model list', () => {
  test.each(Object.entries(LISTS))('%s', async (fault, value) => {
    expect(await world.under(fault as FaultName, () => world.models())).toMatchObject({ ok: true, value });
  });
});

describe('faults that show only when asked for', () => {
  test.each(Object.entries(OTHERS))('%s', async (fault, run) => {
    await world.under(fault as FaultName, () => run(world));
  });
});

test('every fault is tried, and says what it does', () => {
  // Refusals of what only the engine's own requests hold are tried with those requests, in test/probe.
  const tried = new Set(
    [SENDS, STREAMS, TOOLS, LISTS, OTHERS, EXPECTED].flatMap((table) => Object.keys(table)),
  );
  expect(Object.keys(FAULTS).filter((name) => !tried.has(name))).toEqual([]);
  for (const { about } of Object.values(FAULTS)) expect(about).toMatch(/^\S.{5,80}$/);
});

test('a redirect to another origin leaks nothing: the server there hears nothing', async () => {
  const before = world.gateway.requests.length;
  await world.under('redirect-other', world.health);
  expect(world.gateway.requests.length).toBe(before + 1);
});
