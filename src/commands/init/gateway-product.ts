import { nameProducts, type KnownRefusal, type Product, type Sighting } from '../../probe/products/index.ts';
import type { KeyName } from '../../schema/index.ts';
import { membersOf, putMember } from './ask.ts';
import { refusal, remark } from './refusal.ts';
import { SCHEME_WORDS } from './sign-in.ts';
import type { Wizard } from './step.ts';

/** What a test of the gateway showed about who answers. */
export interface Seen {
  readonly products: readonly Sighting[];
  /** Refusals whose meaning is known. */
  readonly known: readonly KnownRefusal[];
  readonly passed: boolean;
}

const HEADERS: KeyName = 'inferenceCustomHeaders';
const SCHEME: KeyName = 'inferenceGatewayAuthScheme';

/** Says which product answers and offers what fits it; true when an answer changed, so that testing again says more. */
export async function offerForProduct(wizard: Wizard, seen: Seen): Promise<boolean> {
  const [first] = seen.products;
  const name = nameProducts(seen.products);
  if (first === undefined || name === undefined) return false;
  const { product, evidence } = first;
  const note = product.setup?.note === undefined ? '' : ` ${product.setup.note}`;
  wizard.say(`${name} answers here, by ${evidence}.${note}`, 1);
  // What the list itself showed counts more than what is usual.
  if (product.setup?.models === 'named' && wizard.session.mustName !== false) {
    wizard.session.mustName = true;
    wizard.say(`${product.name} lists no models that the app can use, so they are asked for next.`, 1);
  }
  const changes = [await offerScheme(wizard, product, seen), await offerHeaders(wizard, product, seen)];
  return changes.includes(true);
}

/** The header that carries the key, where the product takes another one. */
async function offerScheme(wizard: Wizard, { id, name, setup }: Product, seen: Seen): Promise<boolean> {
  const { draft, prompter, session } = wizard;
  const schemes = setup?.schemes ?? [];
  const [wanted] = schemes;
  const current = draft.get(SCHEME) === 'x-api-key' ? 'x-api-key' : 'bearer';
  const refused = seen.known.some(
    ({ product, topic }) => product.id === id && ['key', 'scheme'].includes(topic),
  );
  const fits = schemes.includes(current) && !(refused && wanted !== current);
  if (wanted === undefined || draft.signIn?.id !== 'static' || fits || !isNew(session, SCHEME)) return false;
  const agreed = await prompter.confirm({
    message: `Send the key as ${SCHEME_WORDS[wanted]}, as ${name} takes it?`,
    default: true,
  });
  if (agreed) draft.answer(SCHEME, wanted === 'bearer' ? undefined : wanted);
  return agreed;
}

/** Headers that the product wants and the draft has not. */
async function offerHeaders(wizard: Wizard, { id, name, setup }: Product, seen: Seen): Promise<boolean> {
  const { draft, prompter, session } = wizard;
  const refused = seen.known.some(({ product, topic }) => product.id === id && topic === 'required-header');
  let changed = false;
  for (const header of setup?.headers ?? []) {
    const present = Object.keys(membersOf(draft, HEADERS)).map((one) => one.toLowerCase());
    if (present.includes(header.name.toLowerCase()) || (seen.passed && !refused)) continue;
    if (!isNew(session, header.name)) continue;
    const agreed = await prompter.confirm({
      message: `Add the header ${header.name}${header.value === undefined ? '' : `: ${header.value}`}, as ${name} wants it?`,
      hint: header.why,
      default: refused,
    });
    if (!agreed) continue;
    const value =
      header.value ??
      (await prompter.input({
        message: `Value of ${header.name}`,
        validate: (answer) =>
          answer === ''
            ? 'Give a value, or go back'
            : refusal(draft, [HEADERS, header.name], { ...membersOf(draft, HEADERS), [header.name]: answer }),
      }));
    putMember(draft, HEADERS, header.name, value);
    remark(wizard, HEADERS);
    changed = true;
  }
  return changed;
}

/** Each offer is made once in a session. */
function isNew(session: Wizard['session'], what: string): boolean {
  session.offered ??= new Set();
  if (session.offered.has(what)) return false;
  session.offered.add(what);
  return true;
}
