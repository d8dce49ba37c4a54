import { named } from '../../device/notes.ts';
import type { DeviceKey } from '../../device/setting.ts';
import { masked } from '../../schema/index.ts';
import { releaseText } from '../../schema/forms.ts';
import { MASK } from '../../text/mask.ts';
import { encodeJson } from '../json.ts';
import type { DeviceReport, StatusReporterFactory } from './report.ts';

/** For scripts: the shape documented in docs/status.md, written device by device. */
export const json: StatusReporterFactory = () => {
  let first = true;
  return {
    begin: () => '{"version":1,"command":"status","devices":[',
    device(report) {
      const separator = first ? '\n' : ',\n';
      first = false;
      return separator + encodeJson(deviceObject(report));
    },
    end: ({ devices, states, expected, exitCode }) =>
      `\n],"summary":${encodeJson({ devices, ...(expected === undefined ? {} : { expected, states }) })},"exitCode":${String(exitCode)}}\n`,
  };
};

function deviceObject({ device, status, record, compared }: DeviceReport): object {
  const drift =
    compared === undefined
      ? {}
      : {
          state: compared.state,
          drift: compared.drift.map(({ key, places, expected, actual }) => ({
            key,
            places,
            expected: expected ?? null,
            actual: actual ?? null,
          })),
          notCompared: compared.notCompared,
        };
  if (status === undefined)
    return {
      device,
      platform: null,
      source: 'digest',
      digest: record?.digest ?? null,
      keys: [],
      notes: [],
      ...drift,
    };
  const { log } = status;
  return {
    device,
    platform: status.platform ?? null,
    ...(status.user === undefined || status.user === '' ? {} : { user: status.user }),
    release: releaseText(status.release),
    releaseFrom: status.releaseFrom,
    source: status.source,
    sentence: status.sentence,
    digest: status.digest ?? null,
    keys: status.keys.map(keyObject),
    ...(status.beside.length === 0 ? {} : { beside: status.beside.map(keyObject) }),
    sources: status.sources,
    notes: status.notes,
    ...(log === undefined
      ? {}
      : {
          log: {
            since: log.since ?? null,
            version: log.version ?? null,
            says: log.facts.map(({ id, at, times, text, isFault }) => ({
              id,
              at,
              times,
              text,
              fault: isFault === true,
            })),
          },
        }),
    ...drift,
  };
}

function keyObject({ key, value, from, reason, unused, isMasked }: DeviceKey): object {
  return {
    key: named(key),
    value: isMasked === true ? MASK : masked(value, [key]),
    from,
    reason,
    ...(unused === undefined ? {} : { unused }),
  };
}
