import { leadsToDevice } from '../../text/loopback.ts';
import { parseUrl } from '../formats.ts';
import type { FieldType } from '../key-spec.ts';
import { stringFormats } from '../string-formats.ts';
import { alternatives, textType } from '../types/visit.ts';

/** Whether the row asks for an address there. */
export function asksForAddress(type: FieldType | undefined): boolean {
  return (
    type !== undefined &&
    alternatives(type).some((one) => {
      const format = textType(one)?.format;
      return format !== undefined && stringFormats[format].leads === true;
    })
  );
}

/** The address that a text gives, where the row asks for one and it leads to the device itself: no server can deliver that. */
export function addressOfDevice(type: FieldType | undefined, text: string): URL | undefined {
  const url = asksForAddress(type) ? parseUrl(text) : undefined;
  return url !== undefined && leadsToDevice(url.hostname) ? url : undefined;
}
