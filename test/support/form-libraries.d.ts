/** As much of the two packages as the tests use; neither brings types that fit a program without a browser. */
declare module 'jsdom' {
  export interface Element {
    append(child: Element): void;
  }
  export interface Window {
    readonly document: { createElement(name: string): Element; readonly body: Element };
    close(): void;
    readonly [name: string]: unknown;
  }
  export class JSDOM {
    constructor(html: string, options?: { readonly pretendToBeVisual?: boolean });
    readonly window: Window;
  }
}

declare module '@json-editor/json-editor' {
  export class JSONEditor {
    constructor(host: unknown, options: object);
    on(event: 'ready', then: () => void): void;
    getValue(): Readonly<Record<string, unknown>>;
    validate(): readonly unknown[];
    destroy(): void;
  }
}
