import type { Document } from '../document.ts';
import type { Place } from '../document.ts';

/** The managed source that leads devices to a bootstrap server, as far as the answer of that server depends on it. */
export interface BootstrapSource {
  /** Named in messages. */
  readonly file: string;
  /** bootstrapUrl, when it is set and a text. */
  readonly url: string | undefined;
  /** bootstrapOidc is set: then served addresses are free of the origin of bootstrapUrl. */
  readonly signsIn: boolean;
  /** Users are asked for consent to what runs code or redirects traffic. */
  readonly asks: boolean;
  /** Its decoded settings. */
  readonly settings: ReadonlyMap<string, unknown>;
}

/**
 * What a managed source says about its bootstrap server. Source: vendor page "Bootstrap": consent is needed unless
 * bootstrapUrl is there for the whole machine or trustBootstrapDelivery is set; `false` asks in every case. A file
 * whose scope nobody can see is taken as one for the machine.
 */
export function bootstrapSource(
  file: string,
  document: Pick<Document, 'hive' | 'envelope'>,
  settings: ReadonlyMap<string, unknown>,
  place?: Place,
): BootstrapSource {
  const url = settings.get('bootstrapUrl');
  const trusted = settings.get('trustBootstrapDelivery') ?? settings.get('trustBootstrapLocalExec');
  const forUser = document.hive === 'user' || document.envelope?.scope === 'User' || place === 'library';
  return {
    file,
    url: typeof url === 'string' ? url : undefined,
    signsIn: settings.has('bootstrapOidc'),
    asks: trusted === false || (trusted !== true && forUser),
    settings,
  };
}
