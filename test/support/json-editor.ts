import { JSDOM } from 'jsdom';

/** What a form holds: the value it would save, and what it finds wrong with it. */
interface RenderedForm {
  readonly value: Readonly<Record<string, unknown>>;
  readonly errors: readonly unknown[];
}

/** Names that the form library takes from the global object of a browser. */
const GLOBALS = [
  'document',
  'Node',
  'HTMLElement',
  'Element',
  'CustomEvent',
  'Event',
  'navigator',
  'getComputedStyle',
  'MutationObserver',
] as const;

/**
 * The form library whose dialect the custom schemas of Jamf Pro are written in, in a browser without a
 * screen: what the form of a schema would save, untouched or with these values put in.
 */
export async function renderForm(
  schema: object,
  startval?: Readonly<Record<string, unknown>>,
): Promise<RenderedForm> {
  const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
  const before = new Map<string, PropertyDescriptor | undefined>();
  const set = (name: string, value: unknown): void => {
    before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  };
  set('self', window);
  set('window', window);
  for (const name of GLOBALS) set(name, window[name]);
  try {
    const { JSONEditor } = await import('@json-editor/json-editor');
    const host = window.document.createElement('div');
    window.document.body.append(host);
    const editor = new JSONEditor(host, {
      schema,
      disable_collapse: true,
      theme: 'html',
      ...(startval === undefined ? {} : { startval }),
    });
    await new Promise<void>((resolve) => {
      editor.on('ready', resolve);
    });
    const form = { value: editor.getValue(), errors: editor.validate() };
    editor.destroy();
    return form;
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
    window.close();
  }
}
