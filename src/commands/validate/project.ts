import path from 'node:path';
import { UserError } from '../../errors.ts';
import { json } from '../../importers/json.ts';
import type { Io } from '../../io/io.ts';
import {
  isCode,
  nearest,
  parseTarget,
  PLATFORMS,
  type Platform,
  type ReleaseRange,
} from '../../schema/index.ts';
import { shownName } from '../../text/credentials.ts';

/** The settings of a project, beside its configurations or in a folder above them. */
const PROJECT_FILE = '.cowork-3p.json';

/** More than four settings need. */
const MAX_BYTES = 100_000;
/** Deeper than any path of a system. */
const MAX_FOLDERS = 200;

/** What laptop, hook and CI agree on; flags win. */
export interface ProjectSettings {
  readonly target?: ReleaseRange;
  readonly platform?: Platform;
  readonly strict?: boolean;
  readonly ignore?: readonly string[];
}

/** The settings for a file: those of the nearest folder that has some. Read once a folder. */
type ProjectOf = (file: string | undefined) => Promise<ProjectSettings>;

const NONE: Promise<ProjectSettings> = Promise.resolve({});

/** The flags of a command with the target of the project, unless one is given. */
export function aimed<T extends { readonly target?: ReleaseRange }>(flags: T, project: ProjectSettings): T {
  const { target } = project;
  return flags.target !== undefined || target === undefined ? flags : { ...flags, target };
}

/** Looks from the folder of a file upwards, up to the root of its repository; without a repository, up to where we are. */
export function projects(io: Io): ProjectOf {
  const read = new Map<string, Promise<ProjectSettings>>();
  const found = new Map<string, string | undefined>();
  return (file) => {
    const folder = file === undefined || file === '-' ? '.' : path.dirname(file);
    if (!found.has(folder)) found.set(folder, projectFile(path.resolve(io.cwd, folder), io));
    const name = found.get(folder);
    if (name === undefined) return NONE;
    const known = read.get(name) ?? readProject(name, io);
    read.set(name, known);
    return known;
  };
}

/** Nobody else's settings: a folder above the repository, or above the working folder without one, is not asked. */
function projectFile(folder: string, io: Io): string | undefined {
  const folders: string[] = [];
  let root: number | undefined;
  let here = folder;
  for (; folders.length < MAX_FOLDERS; here = path.dirname(here)) {
    folders.push(here);
    if (io.stands(path.join(here, '.git'))) root = folders.length;
    if (root !== undefined || path.dirname(here) === here) break;
  }
  const cwd = folders.indexOf(path.resolve(io.cwd));
  return folders
    .slice(0, root ?? cwd + 1)
    .map((one) => path.join(one, PROJECT_FILE))
    .find((one) => io.stands(one));
}

async function readProject(name: string, io: Io): Promise<ProjectSettings> {
  const shown = path.relative(io.cwd, name) || name;
  const wrong = (problem: string, hint?: string): UserError => new UserError(`${shown} ${problem}.`, hint);
  const bytes = await io.readFile(name, MAX_BYTES);
  if (!bytes.ok) throw wrong(bytes.failure.message);
  const decoded = json.decode(bytes.value);
  const broken = decoded.ok ? decoded.value.findings.find(({ severity }) => severity === 'error') : undefined;
  if (!decoded.ok) throw wrong('holds no project settings');
  if (broken !== undefined) throw wrong(`cannot be read, line ${broken.line ?? 1}: ${broken.message}`);
  const settings: { -readonly [Name in keyof ProjectSettings]: ProjectSettings[Name] } = {};
  for (const [key, { value }] of decoded.value.entries)
    switch (key) {
      case '$schema':
        break;
      case 'target': {
        const target = typeof value === 'string' ? parseTarget(value) : undefined;
        if (target === undefined)
          throw wrong('has a "target" that is no release such as "1.46388.1" or "latest"');
        settings.target = target;
        break;
      }
      case 'platform': {
        const platform = PLATFORMS.find((one) => one === value);
        if (platform === undefined) throw wrong(`has a "platform" that is none of ${PLATFORMS.join(', ')}`);
        settings.platform = platform;
        break;
      }
      case 'strict':
        if (typeof value !== 'boolean') throw wrong('has a "strict" that is neither true nor false');
        settings.strict = value;
        break;
      case 'ignore': {
        const codes = Array.isArray(value) ? (value as readonly unknown[]) : [];
        if (!Array.isArray(value) || !codes.every((code) => typeof code === 'string' && isCode(code)))
          throw wrong('has an "ignore" that is no list of codes', 'See "cowork-3p explain" for the codes.');
        settings.ignore = codes;
        break;
      }
      default: {
        const meant = nearest(key, ['target', 'platform', 'strict', 'ignore']);
        throw wrong(
          `has a setting that is not known: ${shownName(key)}`,
          meant === undefined ? 'It takes target, platform, strict and ignore.' : `Did you mean "${meant}"?`,
        );
      }
    }
  return settings;
}
