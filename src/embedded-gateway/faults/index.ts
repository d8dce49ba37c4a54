import { ERROR_FAULTS } from './errors.ts';
import { GUARD_FAULTS } from './guards.ts';
import { HTTP_FAULTS } from './http.ts';
import { LIMIT_FAULTS } from './limits.ts';
import { MODEL_FAULTS } from './models.ts';
import { REQUEST_FAULTS } from './requests.ts';
import { SERVER_FAULTS } from './servers.ts';
import { STREAM_FAULTS } from './stream.ts';
import { TOOL_FAULTS } from './tools.ts';
import { TURN_FAULTS } from './turns.ts';
import { INTERMITTENT_FAULTS } from './intermittent.ts';

/** Everything that can be broken on the embedded gateway, by name. Faults can be combined where that makes sense. */
export const FAULTS = {
  ...HTTP_FAULTS,
  ...ERROR_FAULTS,
  ...REQUEST_FAULTS,
  ...INTERMITTENT_FAULTS,
  ...STREAM_FAULTS,
  ...TOOL_FAULTS,
  ...TURN_FAULTS,
  ...SERVER_FAULTS,
  ...GUARD_FAULTS,
  ...LIMIT_FAULTS,
  ...MODEL_FAULTS,
};
export type FaultName = keyof typeof FAULTS;
