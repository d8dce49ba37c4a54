import type { Exporter, FolderExporter } from '../../src/exporters/exporter.ts';
import {
  type FileFormat,
  type FolderFormat,
  exporters as files,
  folderExporters as folders,
} from '../../src/exporters/index.ts';

/** Every exporter of a table, loaded: tests need no start-up budget. */
async function loaded<Id extends string, One>(
  table: Readonly<Record<Id, () => Promise<One>>>,
): Promise<Readonly<Record<Id, One>>> {
  const entries = Object.entries<() => Promise<One>>(table).map(
    async ([id, load]) => [id, await load()] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as Record<Id, One>;
}

/** All that are one file. */
export const exporters = await loaded<FileFormat, Exporter>(files);

/** All that are a folder. */
export const folderExporters = await loaded<FolderFormat, FolderExporter>(folders);
