import { ERROR_FAULTS } from './faults-errors.ts';
import { HTTP_FAULTS } from './faults-http.ts';
import { MODEL_FAULTS } from './faults-models.ts';
import { REQUEST_FAULTS } from './faults-requests.ts';
import { STREAM_FAULTS } from './faults-stream.ts';
import { TOOL_FAULTS } from './faults-tools.ts';
import { TURN_FAULTS } from './faults-turns.ts';
import { WEATHER_FAULTS } from './faults-weather.ts';

/** Everything that can be broken on the embedded gateway, by name. Faults can be combined where that makes sense. */
export const FAULTS = {
  ...HTTP_FAULTS,
  ...ERROR_FAULTS,
  ...REQUEST_FAULTS,
  ...WEATHER_FAULTS,
  ...STREAM_FAULTS,
  ...TOOL_FAULTS,
  ...TURN_FAULTS,
  ...MODEL_FAULTS,
};
export type FaultName = keyof typeof FAULTS;
