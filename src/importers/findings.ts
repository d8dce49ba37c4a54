import { CODES } from '../codes/index.ts';
import { diagnostic, type Code, type Diagnostic, type Severity } from '../diagnostics.ts';

/** A hostile file can be wrong in a hundred thousand places; this many of each weight are told. */
const LIMIT = 1000;

/** A finding without its line: what it was made of has none, or another one. */
export function unplaced(finding: Diagnostic): Diagnostic {
  return Object.fromEntries(
    Object.entries(finding).filter(([name]) => name !== 'line' && name !== 'column'),
  ) as unknown as Diagnostic;
}

/** What a container does wrong, gathered while it is read; bounded. */
export class Findings {
  readonly #list: Diagnostic[];
  readonly #left: Record<Severity, number> = { error: LIMIT, warning: LIMIT, info: LIMIT };

  /** Begins with what was found before. */
  constructor(earlier: readonly Diagnostic[] = []) {
    this.#list = [...earlier];
  }

  readonly add = <C extends Code>(...[code, place, args]: Parameters<typeof diagnostic<C>>): void => {
    const severity = ('path' in place ? place.severity : undefined) ?? CODES[code].severity;
    if (this.#left[severity] === 0) return;
    this.#left[severity] -= 1;
    this.#list.push(diagnostic(code, place, args));
  };

  /** Adds a finding that was made elsewhere. */
  take(finding: Diagnostic): void {
    if (this.#left[finding.severity] === 0) return;
    this.#left[finding.severity] -= 1;
    this.#list.push(finding);
  }

  get all(): readonly Diagnostic[] {
    return this.#list;
  }
}
