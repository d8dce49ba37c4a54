import type { FaultName } from '../faults/index.ts';
import type { Ids } from '../messages/reply.ts';
import type { EmbeddedModel } from '../models.ts';
import type { RecordedRequest } from './recorded.ts';

/** What a running gateway knows and remembers. */
export interface State {
  readonly apiKey: string;
  readonly models: readonly EmbeddedModel[];
  readonly faults: ReadonlySet<FaultName>;
  readonly requests: RecordedRequest[];
  readonly latencyMs: number;
  readonly ids: Ids;
  readonly cache: Set<string>;
  readonly counts: Map<string, number>;
  origin: string;
}
