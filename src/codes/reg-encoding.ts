import { worded } from './code.ts';
import { values, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The registry file is encoded in a way that is not read everywhere');

export const docs = (): CodeDoc => ({
  why: 'Registry editors read UTF-16 with a byte order mark, or the code page of the device: other encodings are refused or garble what is not ASCII.',
  fix: 'Save the file as UTF-16LE with a byte order mark, as "cowork-3p export" does.',
  wrong: { ...values('"deploymentDisplayName"="Größe"'), note: 'saved as UTF-8' },
  right: { ...values('"deploymentDisplayName"="Größe"'), note: 'saved as UTF-16LE with a byte order mark' },
});
