import type { Document, Entry, ReadFormat } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { Registry } from './registry.ts';

/** What a file made of the registry, as a document; nothing of a file that does not parse is in force. */
export function registryDocument(format: ReadFormat, registry: Registry, findings: Findings): Document {
  const broken = findings.all.some(({ code }) => code === 'syntax');
  const { entries, hive } = broken
    ? { entries: new Map<string, Entry>(), hive: undefined }
    : registry.finish();
  return {
    format,
    entries,
    findings: findings.all,
    ...(broken && { inert: true }),
    locate: ([key]) => (typeof key === 'string' ? entries.get(key)?.position : undefined),
    ...(hive && { hive }),
  };
}
