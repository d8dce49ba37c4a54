import type { Diagnostic } from '../../diagnostics.ts';
import {
  type Document,
  type Entry,
  type KeyName,
  keyNames,
  keySpec,
  migrate,
  type Path,
  type PresetName,
  presets,
  type Provider,
  PROVIDERS,
  providers,
  type ReleaseRange,
  validate,
  type Validated,
} from '../../schema/index.ts';
import { keysOfSignIn, signInsOf, type SignIn } from '../../schema/descriptions.ts';

/** Settings in native values and today's spelling. */
export type Settings = ReadonlyMap<string, unknown>;

/** Every key that only some provider or some sign-in uses. */
const connectionKeys: ReadonlySet<string> = new Set(
  PROVIDERS.flatMap((provider) => [
    ...providers[provider].fields.map(({ key }) => key),
    ...signInsOf(provider).flatMap(keysOfSignIn),
  ]),
);

/** Stands among what was given for the preset, which is no key. */
const PRESET = '--preset';

/** Keys that say where a configuration is fetched, and as whom. */
const bootstrapKeys = [
  'bootstrapUrl',
  'bootstrapOidc',
  'bootstrapHeaders',
  'bootstrapHeadersHelper',
] as const;

/** Keys in the order of a review: where requests go, who asks, then the rest as the app's own window has it. */
const FIRST: readonly string[] = ['inferenceProvider'];
const THEN: readonly string[] = ['inferenceCredentialKind'];

/**
 * Settings in the making, in three layers: what the file held, what the preset sets, what was answered; the
 * last wins. Answers are never forgotten, so going back and choosing otherwise loses nothing; what the choice
 * of provider and sign-in makes void is left out when the settings are read.
 */
export class Draft {
  readonly base: Settings;
  readonly target: ReleaseRange | undefined;
  readonly #answers = new Map<string, unknown>();
  readonly #given = new Set<string>();
  #chosen = false;
  #bootstrap = false;
  #signIn: SignIn | undefined;
  #preset: PresetName | undefined;

  constructor(base: Settings = new Map(), target?: ReleaseRange) {
    this.base = base;
    this.target = target;
  }

  /** The value that counts now. */
  get(key: KeyName): unknown {
    if (this.#answers.has(key)) return this.#answers.get(key);
    const values = this.#presetValues();
    return values.has(key) ? values.get(key) : this.base.get(key);
  }

  text(key: KeyName): string | undefined {
    const value = this.get(key);
    return typeof value === 'string' ? value : undefined;
  }

  /** `undefined` leaves the key out, whatever the file or the preset say. */
  answer(key: string, value: unknown): void {
    this.#answers.set(key, value);
  }

  /** An answer that came with the command: it is not asked for. */
  give(key: string, value: unknown): void {
    this.#given.add(key);
    this.answer(key, value);
  }

  /** Whether the command said it. */
  isGiven(key: string): boolean {
    return this.#given.has(key);
  }

  /** What the command said is to be asked for all the same, such as what is refused. */
  ungive(key: string): void {
    this.#given.delete(key);
  }

  /** A draft of its own with the same answers. */
  copy(): Draft {
    const other = new Draft(this.base, this.target);
    for (const [key, value] of this.#answers) other.#answers.set(key, value);
    for (const key of this.#given) other.#given.add(key);
    other.#chosen = this.#chosen;
    other.#bootstrap = this.#bootstrap;
    other.#signIn = this.#signIn;
    other.#preset = this.#preset;
    return other;
  }

  /** What the choice makes void is left out from here on; models have other names elsewhere. */
  chooseProvider(provider: Provider): void {
    if (provider !== this.provider) {
      if (provider === this.base.get('inferenceProvider')) this.#answers.delete('inferenceModels');
      else this.answer('inferenceModels', undefined);
    }
    // What a server delivers replaces all of this.
    if (this.#bootstrap) for (const key of bootstrapKeys) this.answer(key, undefined);
    this.#bootstrap = false;
    this.#chosen = true;
    this.answer('inferenceProvider', provider);
  }

  /** A server delivers the configuration; this one only says where it is. */
  get isBootstrap(): boolean {
    return this.#bootstrap || (this.provider === undefined && this.get('bootstrapUrl') !== undefined);
  }

  chooseBootstrap(): void {
    if (!this.#bootstrap && this.#chosen)
      for (const key of bootstrapKeys) if (this.get(key) === undefined) this.#answers.delete(key);
    this.#bootstrap = true;
    this.#chosen = true;
    this.answer('inferenceProvider', undefined);
  }

  get provider(): Provider | undefined {
    const value = this.get('inferenceProvider');
    return PROVIDERS.find((one) => one === value);
  }

  /** The sign-in that was chosen, or what the settings amount to. */
  get signIn(): SignIn | undefined {
    const { provider } = this;
    if (provider === undefined) return undefined;
    const signIns = signInsOf(provider);
    if (this.#signIn !== undefined && signIns.includes(this.#signIn)) return this.#signIn;
    const kind = this.get('inferenceCredentialKind');
    const isSet = ({ fields, oidc }: SignIn): boolean =>
      [...fields.map(({ key }) => key), ...(oidc === undefined ? [] : [oidc.key])].some(
        (key) => this.get(key) !== undefined,
      );
    // What needs a key of its own is told by the key; what needs none is left when no key is there.
    const likely = signIns.filter((one) => kind === undefined || one.kind === kind);
    return (
      likely.find(isSet) ?? (kind === undefined ? undefined : likely.find(({ oidc }) => oidc === undefined))
    );
  }

  /** The sign-in is an answer, or what the file says of this very provider. */
  get isSignInKnown(): boolean {
    const { provider, signIn } = this;
    return (
      signIn !== undefined && (signIn === this.#signIn || provider === this.base.get('inferenceProvider'))
    );
  }

  /** The command said how users authenticate: by the kind, or by a key of one way alone. */
  get isSignInGiven(): boolean {
    const { signIn } = this;
    return (
      signIn !== undefined &&
      (this.isGiven('inferenceCredentialKind') ||
        [
          ...signIn.fields.map(({ key }) => key),
          ...(signIn.oidc === undefined ? [] : [signIn.oidc.key]),
        ].some((key) => this.isGiven(key)))
    );
  }

  chooseSignIn(signIn: SignIn): void {
    this.#chosen = true;
    this.#signIn = signIn;
    this.answer('inferenceCredentialKind', signIn.kind);
  }

  /** The command named the preset; what it leaves open stands in the summary. */
  get isPresetGiven(): boolean {
    return this.#preset !== undefined && this.isGiven(PRESET);
  }

  /** A preset that came with the command. */
  givePreset(name: PresetName | undefined): void {
    this.choosePreset(name);
    if (name !== undefined) this.#given.add(PRESET);
  }

  get preset(): PresetName | undefined {
    return this.#preset;
  }

  /**
   * A preset takes over the keys of all presets: an answer given under another one must not weaken it. What came with the
   * command stands.
   */
  choosePreset(name: PresetName | undefined): void {
    if (name === this.#preset) return;
    this.#preset = name;
    this.#given.delete(PRESET);
    for (const { values, ask } of Object.values(presets))
      for (const key of [...Object.keys(values), ...ask])
        if (!this.#given.has(key)) this.#answers.delete(key);
  }

  /** What would be written, in the order in which it would be written to a new file. */
  settings(): Map<string, unknown> {
    const merged = new Map<string, unknown>([...this.base, ...this.#presetValues(), ...this.#answers]);
    const { provider, signIn } = this;
    if (this.#chosen && provider !== undefined) {
      const used = new Set<string>([
        ...providers[provider].fields.map(({ key }) => key),
        ...(signIn === undefined ? [] : keysOfSignIn(signIn)),
      ]);
      for (const key of merged.keys()) {
        const void_ = connectionKeys.has(key) && !used.has(key);
        if (void_ || keySpec(key)?.providers?.includes(provider) === false) merged.delete(key);
      }
    }
    if (this.#chosen && this.#bootstrap)
      for (const key of merged.keys())
        if (connectionKeys.has(key) || keySpec(key)?.providers !== undefined) merged.delete(key);
    for (const [key, value] of merged) if (value === undefined) merged.delete(key);
    return ordered(merged, provider);
  }

  /** The same in the spelling of the target. */
  spelled(): Settings {
    return migrate(this.settings(), this.target).settings;
  }

  validate(): Validated {
    return validate(documentOf(this.spelled()), { target: this.target });
  }

  /** Findings about one key, or one member of it, were it to hold this value. */
  check(path: Path, value: unknown): readonly Diagnostic[] {
    const [key, ...rest] = path;
    if (typeof key !== 'string') return [];
    const candidate = this.settings();
    candidate.set(key, value);
    return validate(documentOf(candidate), { target: this.target }).diagnostics.filter(
      (one) => one.path[0] === key && rest.every((step, at) => one.path[at + 1] === step),
    );
  }

  #presetValues(): Settings {
    return new Map(this.#preset === undefined ? [] : Object.entries(presets[this.#preset].values));
  }
}

function ordered(settings: Settings, provider: Provider | undefined): Map<string, unknown> {
  const fields = provider === undefined ? [] : providers[provider].fields.map(({ key }) => key);
  const order: readonly string[] = [...new Set([...FIRST, ...fields, ...THEN, ...keyNames])];
  const place = new Map(order.map((key, at) => [key, at]));
  const rank = (key: string): number => place.get(key) ?? order.length;
  // Keys nobody knows keep their order, at the end.
  return new Map([...settings].sort(([a], [b]) => rank(a) - rank(b)));
}

/** Settings as a document, to validate them. */
export function documentOf(settings: Settings): Document {
  const entries = new Map<string, Entry>(
    [...settings].map(([key, value]) => [key, { key, value, encoding: 'JSON' }]),
  );
  return { format: 'json', entries, findings: [], locate: () => undefined };
}
