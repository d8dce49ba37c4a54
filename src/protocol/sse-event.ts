/** One server-sent event (WHATWG HTML, section 9.2), with the line it began on. */
export interface SseEvent {
  /** '' when the event had no `event:` line. */
  readonly event: string;
  readonly data: string;
  /** 1-based line in the stream. */
  readonly line: number;
  /** Milliseconds from the start of the request to the chunk that completed it. */
  readonly at: number;
  /** Longer than our limits (64 KB a line): `data` is only its beginning, so broken JSON in it is our doing. */
  readonly truncated?: true;
}
