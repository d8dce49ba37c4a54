/** As much of the two packages as the tests use; neither brings types that fit a program without a browser. */
declare module 'jsdom' {
  export interface Nodes {
    querySelector(selector: string): Element | null;
    querySelectorAll(selector: string): Iterable<Element> & { readonly length: number };
  }
  export interface Element extends Nodes {
    readonly tagName: string;
    readonly className: string;
    readonly textContent: string | null;
    readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
    getAttribute(name: string): string | null;
    append(child: Element): void;
  }
  export interface Document extends Nodes {
    readonly title: string;
    readonly body: Element;
    createElement(name: string): Element;
  }
  export interface Window {
    readonly document: Document;
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
