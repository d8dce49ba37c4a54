import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { ReleaseRange } from '../../schema/index.ts';
import { compareForms, isSameForm, type FormComparison } from '../../templates/compare.ts';
import { inventoryOf, NotAForm, type Inventory } from '../../templates/inventory.ts';
import { formRows } from '../../templates/rows.ts';
import type { TemplateKind } from '../../templates/template.ts';
import { readForm } from './read.ts';
import { formFiles } from './write.ts';

/** What the form of today changes for a fleet that has an older one. */
export async function compareWith(
  kind: TemplateKind,
  old: string,
  flags: { readonly target?: ReleaseRange },
  io: Io,
): Promise<{ readonly comparison: FormComparison; readonly same: boolean }> {
  const before = read(kind, old, await readForm(old, io));
  const [form] = await formFiles(kind, flags);
  const after = read(kind, 'the new form', Buffer.from(form?.bytes ?? new Uint8Array()).toString('utf8'));
  const comparison = compareForms(before, after, formRows(flags.target));
  return { comparison, same: isSameForm(comparison) };
}

function read(kind: TemplateKind, file: string, text: string): Inventory {
  try {
    return inventoryOf(kind, text);
  } catch (error) {
    if (error instanceof NotAForm)
      throw new UserError(`${file} ${error.message}.`, `Give a file of the kind ${kind}.`);
    throw error;
  }
}
