import type { LogKind } from '../kind.ts';
import { active } from './active.ts';
import { bootstrapFailed } from './bootstrap-failed.ts';
import { bootstrapFields } from './bootstrap-fields.ts';
import { configError } from './config-error.ts';
import { consent } from './consent.ts';
import { credentialsFailed } from './credentials-failed.ts';
import { health } from './health.ts';
import { helperExit } from './helper-exit.ts';
import { helperFailed } from './helper-failed.ts';
import { helperRun } from './helper-run.ts';
import { host } from './host.ts';
import { mcpDropped } from './mcp-dropped.ts';
import { mode } from './mode.ts';
import { modelRemoved } from './model-removed.ts';
import { picker } from './picker.ts';
import { source } from './source.ts';
import { unknownLocal } from './unknown-local.ts';
import { unknownManaged } from './unknown-managed.ts';
import { unreadable } from './unreadable.ts';

/** Every kind of line that speaks about configuration, in the order in which a report tells them. */
export const logKinds: readonly LogKind[] = [
  source,
  active,
  mode,
  host,
  picker,
  modelRemoved,
  health,
  configError,
  credentialsFailed,
  unreadable,
  unknownManaged,
  unknownLocal,
  mcpDropped,
  helperRun,
  helperExit,
  helperFailed,
  bootstrapFields,
  bootstrapFailed,
  consent,
];
