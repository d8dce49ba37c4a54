import { describe, expect, test } from 'vitest';
import { Draft } from '../../src/commands/init/draft.ts';
import type { Io } from '../../src/io/io.ts';
import { runCli, type Run, type World } from '../support/io.ts';
import { BACK, ENTER, refused, scriptPrompter, type Entry, type Script } from '../support/script-prompter.ts';
import { FILE } from '../support/wizard.ts';

const OLD = `{
  // ask the platform team
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://gw.example.com", // eu
  "inferenceGatewayApiKey": "sk-live-1234567890abcdef",
  "isLocalDevMcpEnabled": "false", /* as the MDM has it */
  "notOurs": { "a": 1 },
  "inferenceModels": ["claude-sonnet-4-5"]
}
`;

async function edit(
  entries: readonly Entry[],
  world: World = {},
  argv: readonly string[] = [],
): Promise<Run & { prompter: Script }> {
  const prompter = scriptPrompter(entries);
  const run = await runCli(['init', ...argv], { files: { [FILE]: OLD }, ...world, prompter });
  prompter.done();
  return { ...run, prompter };
}

const accept: Entry = [`${FILE} is there already`, 'Edit it'];
const write: Entry = ['Write it', 'Write'];

describe('a file that is there', () => {
  test('is edited: comments, unknown keys and untouched spellings stay', async () => {
    const { code, files, written, stderr } = await edit([
      accept,
      ['Write it', 'Base URL'],
      ['Base URL', 'https://gw2.example.com'],
      write,
    ]);
    expect(code).toBe(0);
    expect(files.get(FILE)?.toString()).toBe(OLD.replace('gw.example.com', 'gw2.example.com'));
    expect(written.get(FILE)).toMatchObject({ secret: true, create: false });
    expect(stderr).toContain(
      '~ inferenceGatewayBaseUrl: "https://gw.example.com" → "https://gw2.example.com"',
    );
    expect(stderr).not.toContain('sk-live-1234567890abcdef');
  });

  test('nothing changed: the same bytes', async () => {
    const { files, stderr } = await edit([accept, write]);
    expect(files.get(FILE)?.toString()).toBe(OLD);
    expect(stderr).toContain('Nothing is changed so far.');
  });

  test('answers start from its values', async () => {
    const { files, prompter } = await edit([
      accept,
      ['Write it', 'Go through all the questions'],
      ['Where does inference run?', ENTER],
      ['Base URL', ENTER],
      ['How do users authenticate?', ENTER],
      ['Gateway API key', 'Keep ••••cdef'],
      ['Which header', ENTER],
      ['Extra headers', ENTER],
      ['Test this gateway now?', 'No'],
      ['Which models', ENTER],
      ['Model IDs', ENTER],
      ['Labels', ENTER],
      ['Which tabs', ENTER],
      ['How far', ENTER],
      write,
    ]);
    expect(prompter.asked.find(({ message }) => message.startsWith('Base URL'))?.initial).toBe(
      'https://gw.example.com',
    );
    // The wizard pins the source of the credential; everything else is as it was.
    expect(files.get(FILE)?.toString()).toBe(
      OLD.replace(
        '["claude-sonnet-4-5"]\n',
        '["claude-sonnet-4-5"],\n  "inferenceCredentialKind": "static"\n',
      ),
    );
  });

  test('another sign-in takes the old credential with it', async () => {
    const { files } = await edit([
      accept,
      ['Write it', 'How users authenticate: Static key'],
      ['How do users authenticate?', 'Credential helper'],
      ['Path of the credential helper', '/opt/token'],
      write,
    ]);
    const text = files.get(FILE)?.toString() ?? '';
    expect(text).not.toContain('sk-live');
    expect(text).toContain('// ask the platform team');
    expect(text).toContain('"inferenceCredentialKind": "helper-script"');
  });

  test('another provider asks for models of its own', async () => {
    const { files } = await edit([
      accept,
      ['Write it', 'Provider'],
      ['Where does inference run?', 'Microsoft Foundry'],
      ['Name of the Foundry resource', 'our-resource'],
      ['How do users authenticate?', 'Entra ID'],
      ['Directory', '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
      ['Application', '1b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
      ['Deployment names', 'our-sonnet'],
      write,
    ]);
    const text = files.get(FILE)?.toString() ?? '';
    expect(text).not.toContain('inferenceGateway');
    expect(text).toContain('"our-sonnet"');
    expect(text).toContain('"notOurs"');
  });

  test('retired spellings are written anew, and it says so', async () => {
    const old =
      '{\n  "inferenceProvider": "gateway",\n  "inferenceGatewayBaseUrl": "https://gw.example.com",\n  "inferenceGatewayApiKey": "${env:K}",\n  // which team pays\n  "inferenceGatewayHeaders": ["X-Team: a"]\n}\n';
    const { files, stderr } = await edit([accept, write], { files: { [FILE]: old } });
    expect(files.get(FILE)?.toString()).toContain('// which team pays\n  "inferenceCustomHeaders": {');
    expect(stderr).toMatch(/Changed:\n.*inferenceGatewayHeaders/);
  });

  test('is left alone', async () => {
    const { code, files } = await edit([[`${FILE} is there already`, 'Leave']]);
    expect({ code, text: files.get(FILE)?.toString() }).toEqual({ code: 130, text: OLD });
  });

  test('or another file is written', async () => {
    const { code, files, stderr } = await edit([
      [`${FILE} is there already`, 'Write another file'],
      ['Which file', BACK],
      [`${FILE} is there already`, 'Write another file'],
      ['Which file', 'second.json'],
      ['Where does inference run?', 'Claude API'],
      ['How do users authenticate?', 'Browser sign-in'],
      ['Write it', 'Write second.json'],
    ]);
    expect({ code, text: files.get(FILE)?.toString() }).toEqual({ code: 0, text: OLD });
    expect(files.get('second.json')?.toString()).toBe('{\n  "inferenceProvider": "anthropic"\n}\n');
    expect(stderr).toContain('cowork-3p validate second.json');
  });

  test('another name is one that is free', async () => {
    const { files } = await edit(
      [
        [`${FILE} is there already`, 'Write another file'],
        ['Which file', refused('', /A name is needed/)],
        ['Which file', refused('third.json', /third\.json is there already/)],
        ['Which file', 'second.json'],
        ['Where does inference run?', 'Claude API'],
        ['How do users authenticate?', 'Browser sign-in'],
        ['Write it', 'Write second.json'],
      ],
      { files: { [FILE]: OLD, 'third.json': '{}' } },
    );
    expect([files.get('third.json')?.toString(), files.has('second.json')]).toEqual(['{}', true]);
  });

  test.each([
    ['that nobody can read', 'hello', [], 2, /cowork-3p\.json/],
    ['whose command has a fault', OLD, ['--set', 'noSuchKey=1'], 1, /noSuchKey[\s\S]*Nothing was written/],
  ] as const)('one %s: nothing is asked', async (_, text, argv, code, words) => {
    const run = await edit([], { files: { [FILE]: text } }, argv);
    expect([run.code, run.written.size]).toEqual([code, 0]);
    expect(run.stderr).toMatch(words);
  });

  test('with --force it is written anew', async () => {
    const { code, files } = await edit(
      [['Where does inference run?', 'Claude API'], ['How do users authenticate?', 'Browser sign-in'], write],
      {},
      ['--force'],
    );
    expect({ code, text: files.get(FILE)?.toString() }).toEqual({
      code: 0,
      text: '{\n  "inferenceProvider": "anthropic"\n}\n',
    });
  });

  test('an error of its own is to be fixed before it is written', async () => {
    const old = OLD.replace('"false"', '"perhaps"');
    const { code, files } = await edit(
      [
        accept,
        ['1 setting to fix first', 'Fix isLocalDevMcpEnabled'],
        ['Allow user-added MCP servers', 'false'],
        write,
      ],
      { files: { [FILE]: old } },
    );
    expect(code).toBe(0);
    expect(files.get(FILE)?.toString()).toBe(OLD.replace('"false"', 'false'));
  });

  test('one that does not parse is reported, not touched', async () => {
    const { code, stderr, files } = await edit([], { files: { [FILE]: '{"a": ' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/syntax/);
    expect(files.get(FILE)?.toString()).toBe('{"a": ');
  });

  test('one that is no JSON: it says how to start from it', async () => {
    const reg =
      'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n"inferenceProvider"="anthropic"\r\n';
    const { code, stderr } = await edit([], { files: { 'a.reg': reg } }, ['a.reg']);
    expect(code).toBe(2);
    expect(stderr).toContain('cowork-3p init --from a.reg cowork-3p.json');
  });

  test('a file that somebody changes meanwhile is not overwritten', async () => {
    const files: Record<string, string> = { [FILE]: OLD };
    let reads = 0;
    const prompter = scriptPrompter([
      accept,
      write,
      ['Which file', 'mine.json'],
      ['Write it', 'Write mine.json'],
    ]);
    const { fakeIo } = await import('../support/io.ts');
    const { main } = await import('../../src/main.ts');
    const fake = fakeIo({ files, prompter });
    const io: Io = {
      ...fake.io,
      readFile: (name, limit) => {
        reads += name === FILE ? 1 : 0;
        return reads === 3 && name === FILE
          ? Promise.resolve({ ok: true, value: Buffer.from('{}') })
          : fake.io.readFile(name, limit);
      },
    };
    expect(await main(['init'], io)).toBe(0);
    prompter.done();
    const result = fake.result();
    expect(result.stderr).toContain('was changed by somebody else meanwhile; nothing was written');
    expect(result.files.get('mine.json')?.toString()).toBe(OLD);
  });

  test('a disk that refuses: the answers are kept, another name is asked for', async () => {
    const prompter = scriptPrompter([
      accept,
      write,
      // Going back from there leads to the summary of the same file.
      ['Which file', BACK],
      write,
      ['Which file', 'elsewhere.json'],
      ['Write it', 'Write elsewhere.json'],
    ]);
    const { fakeIo } = await import('../support/io.ts');
    const { main } = await import('../../src/main.ts');
    const fake = fakeIo({ files: { [FILE]: OLD }, prompter });
    const io: Io = {
      ...fake.io,
      writeFile: (name, bytes, options) =>
        name === FILE
          ? Promise.resolve({ ok: false, failure: { message: 'may not be accessed (permission denied)' } })
          : fake.io.writeFile(name, bytes, options),
    };
    expect(await main(['init'], io)).toBe(0);
    prompter.done();
    expect(fake.result().stderr).toContain(
      '✖ cowork-3p.json may not be accessed (permission denied); nothing was written.',
    );
  });
});

describe('choices that are made, and made again', () => {
  const gateway = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://gw.example.com',
    inferenceModels: ['claude-sonnet-4-5'],
  };
  const server = { bootstrapUrl: 'https://config.example.com/user/bootstrap' };
  const uuid = { deploymentOrganizationUuid: '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1' };
  const answer =
    (key: string, value: unknown) =>
    (draft: Draft): void => {
      draft.answer(key, value);
    };
  const provider =
    (name: 'gateway' | 'anthropic') =>
    (draft: Draft): void => {
      draft.chooseProvider(name);
    };
  const preset =
    (name: 'standard' | 'restricted' | 'locked-down' | undefined) =>
    (draft: Draft): void => {
      draft.choosePreset(name);
    };
  const bootstrap = (draft: Draft): void => {
    draft.chooseBootstrap();
  };

  test.each<[string, object, readonly ((draft: Draft) => void)[], object]>([
    ['the provider of the file', gateway, [provider('gateway')], gateway],
    [
      'another provider has other models, and no address of a gateway',
      gateway,
      [provider('anthropic')],
      { inferenceProvider: 'anthropic' },
    ],
    ['the provider of the file again', gateway, [provider('anthropic'), provider('gateway')], gateway],
    [
      'models are for the provider they were answered for',
      gateway,
      [provider('anthropic'), answer('inferenceModels', ['claude-opus-5']), provider('gateway')],
      gateway,
    ],
    [
      'the same provider twice keeps an answer',
      gateway,
      [provider('gateway'), answer('inferenceModels', ['claude-opus-5']), provider('gateway')],
      { ...gateway, inferenceModels: ['claude-opus-5'] },
    ],
    [
      'a server in place of a provider leaves nothing of its connection',
      { ...gateway, ...server },
      [bootstrap],
      { ...server, inferenceModels: gateway.inferenceModels },
    ],
    [
      'a provider in place of the server, and the server again',
      server,
      [bootstrap, provider('anthropic'), bootstrap],
      server,
    ],
    [
      'a provider in place of the server',
      server,
      [bootstrap, provider('anthropic')],
      { inferenceProvider: 'anthropic' },
    ],
    [
      'a preset over what the file says, an answer over the preset',
      { autoUpdaterEnforcementHours: 1, isDesktopExtensionSignatureRequired: false },
      [preset('standard'), answer('autoUpdaterEnforcementHours', 48)],
      { autoUpdaterEnforcementHours: 48, isDesktopExtensionSignatureRequired: true },
    ],
    [
      'what was answered beside a preset goes with it, what it sets and what it asks for',
      {},
      [
        preset('standard'),
        answer('autoUpdaterEnforcementHours', 48),
        answer('deploymentOrganizationUuid', uuid.deploymentOrganizationUuid),
        preset(undefined),
      ],
      {},
    ],
    [
      'the same preset again changes nothing',
      {},
      [preset('standard'), answer('autoUpdaterEnforcementHours', 48), preset('standard')],
      { autoUpdaterEnforcementHours: 48, isDesktopExtensionSignatureRequired: true },
    ],
    [
      'a key that is answered with nothing is left out',
      uuid,
      [answer('deploymentOrganizationUuid', undefined)],
      {},
    ],
  ])('%s', (_, file, steps, settings) => {
    const draft = new Draft(new Map(Object.entries(file)));
    for (const step of steps) step(draft);
    const copy = draft.copy();
    copy.answer('disableAutoUpdates', true);
    expect(Object.fromEntries(draft.settings())).toEqual(settings);
    expect(Object.fromEntries(copy.settings())).toEqual({ ...settings, disableAutoUpdates: true });
  });
});
