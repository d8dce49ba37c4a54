/** Status and type of the Anthropic API's errors (platform.claude.com, "Errors"). */
export const ERROR_TYPES = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
} as const;
/** The statuses that the API answers with. */
export type ErrorStatus = keyof typeof ERROR_TYPES;

/** An answer that is an error: thrown by whoever finds the fault, written in one place. */
export class ApiError extends Error {
  readonly status: ErrorStatus;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: ErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** A 400 with this message. */
export function invalid(message: string): ApiError {
  return new ApiError(400, message);
}

interface ErrorEnvelope {
  readonly type: 'error';
  readonly error: { readonly type: string; readonly message: string };
  readonly request_id: string;
}

/** The body of an error as the API words it. */
export function envelope(status: ErrorStatus, message: string, requestId: string): ErrorEnvelope {
  return { type: 'error', error: { type: ERROR_TYPES[status], message }, request_id: requestId };
}
