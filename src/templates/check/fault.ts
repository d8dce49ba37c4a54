import type { XmlPosition } from '../../text/xml-tree.ts';

/** Something in a form that a console refuses, or that would write what nobody meant to write. */
export interface FormFault {
  /** kebab-case name of the rule. */
  readonly rule: string;
  /** `error`: the console refuses it or a device is left with a wrong value; `warning`: it works, worse than it could. */
  readonly severity: 'error' | 'warning';
  /** One sentence: what, and what to do. Text of the file passes through `printable` where it is shown. */
  readonly message: string;
  /** The part of a form that has several files, such as `adml`. */
  readonly part?: string;
  readonly position?: XmlPosition;
}

/** The two files of a Group Policy template, as text without a byte order mark. */
export interface AdmxPair {
  readonly admx: string;
  readonly adml: string;
}
