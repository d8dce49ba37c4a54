import type { Diagnostic } from '../../diagnostics.ts';
import type { PageConfiguredModel, PageFinding, PageSetting } from '../../report/page/model.ts';
import {
  hasContextSuffix,
  masked,
  pathText,
  settingsOf,
  shown,
  type Document,
  type Validated,
  joinPath,
} from '../../schema/index.ts';
import { sections } from '../../schema/descriptions.ts';
import { shownName } from '../../text/credentials.ts';

/** A finding as the page tells it. */
export function findingOf({
  code,
  severity,
  path,
  message,
  hint,
  file,
  line,
  column,
}: Diagnostic): PageFinding {
  const at = line === undefined ? '' : `${String(line)}:${String(column ?? 1)}`;
  return {
    code,
    severity,
    setting: pathText(path),
    message,
    hint,
    place: file === undefined || at === '' ? at : `${file}:${at}`,
  };
}

/** Keys that no section has, last. */
const OTHER = 'Not known to this version';

/** Every setting of a document by the sections of the app’s own window, masked. */
export function maskedSettings(document: Document): readonly PageSetting[] {
  const rows = new Map(
    Object.entries(sections).flatMap(([section, keys]) =>
      Object.entries(keys).map(([key, { title }]) => [key, { section, title }] as const),
    ),
  );
  const order = [...Object.keys(sections), OTHER];
  return [...settingsOf(document)]
    .map(([key, value]): PageSetting => {
      const origin = document.chain?.origins.get(key)?.file ?? document.entries.get(key)?.file;
      return {
        key: shownName(key),
        section: rows.get(key)?.section ?? OTHER,
        title: rows.get(key)?.title ?? '',
        value: textOf(masked(value, [key])),
        ...(origin === undefined || origin === document.file ? {} : { from: origin }),
      };
    })
    .toSorted((a, b) => order.indexOf(a.section) - order.indexOf(b.section));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** `inferenceModels` with what users read. */
export function configuredModels({ config }: Validated): readonly PageConfiguredModel[] {
  return (config.inferenceModels ?? []).map((entry, index): PageConfiguredModel => {
    const model = typeof entry === 'string' ? { name: entry } : entry;
    const at = ['inferenceModels', index];
    return {
      name: shown(model.name, [...at, ...(typeof entry === 'string' ? [] : ['name'])]),
      ...(model.labelOverride === undefined
        ? {}
        : { label: shown(model.labelOverride, joinPath(at, 'labelOverride')) }),
      ...(model.anthropicFamilyTier === undefined ? {} : { tier: model.anthropicFamilyTier }),
      tierDefault: model.isFamilyDefault === true,
      large: model.supports1m === true || hasContextSuffix(model.name),
    };
  });
}
