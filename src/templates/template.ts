import type { ReleaseRange } from '../schema/index.ts';

/** The kinds of forms, as `template KIND` takes them. */
export const TEMPLATE_KINDS = ['admx', 'jamf-schema', 'profile-manifest'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** One file of a form. */
export interface TemplateFile {
  /** Path below the folder it is written to, with forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a form is made for. */
export interface TemplateOptions {
  /** The releases of the fleet: what its oldest one does not read yet is left out. */
  readonly fleet?: ReleaseRange;
  /** admx: base name of the two files. */
  readonly name?: string;
  /** admx: target namespace, for consoles that take the same one only once. */
  readonly namespace?: string;
}

/** One kind of form without values. No clock, no randomness: same catalogue, same bytes. */
export interface Template {
  readonly id: TemplateKind;
  /** The first file is the form itself. */
  files(options: TemplateOptions): readonly TemplateFile[];
}
