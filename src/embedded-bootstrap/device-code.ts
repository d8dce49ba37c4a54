import { randomBytes } from 'node:crypto';

/** Device and user code live so long, in seconds; a token an hour (vendor page "Bootstrap": 5 minutes to 30 days). */
const CODE_LIFE_S = 300;
const TOKEN_LIFE_S = 3600;
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** More sign-ins than anybody tries by hand. */
const MAX_PENDING = 100;

interface Pending {
  readonly userCode: string;
  readonly ends: number;
  role: string | undefined;
  denied: boolean;
}

/** An answer of an endpoint: status and JSON. */
export interface OauthAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The device grant (RFC 8628) for a few roles: the person who opens the page says who they are. */
export class DeviceCodes {
  readonly #pending = new Map<string, Pending>();
  readonly #refresh = new Map<string, string>();
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #now: () => number;

  /** `tokens`: role -> its bearer token. */
  constructor(tokens: ReadonlyMap<string, string>, now: () => number) {
    this.#tokens = tokens;
    this.#now = now;
  }

  /** A new code. */
  begin(origin: string): OauthAnswer {
    for (const [code, { ends }] of this.#pending) if (ends < this.#now()) this.#pending.delete(code);
    const [oldest] = this.#pending.keys();
    if (this.#pending.size >= MAX_PENDING && oldest !== undefined) this.#pending.delete(oldest);
    const deviceCode = randomBytes(24).toString('base64url');
    const userCode = newUserCode();
    this.#pending.set(deviceCode, {
      userCode,
      ends: this.#now() + CODE_LIFE_S * 1000,
      role: undefined,
      denied: false,
    });
    return {
      status: 200,
      json: {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: `${origin}/verify`,
        verification_uri_complete: `${origin}/verify?user_code=${userCode}`,
        expires_in: CODE_LIFE_S,
        interval: 1,
      },
    };
  }

  /** Whether somebody waits with this user code. */
  waits(userCode: string): boolean {
    return this.#byUserCode(userCode) !== undefined;
  }

  /** The person with this user code is of that role, or says no. False when nobody waits, or there is no such role. */
  approve(userCode: string, role: string | undefined): boolean {
    const pending = this.#byUserCode(userCode);
    if (pending === undefined || (role !== undefined && !this.#tokens.has(role))) return false;
    pending.role = role;
    pending.denied = role === undefined;
    return true;
  }

  /** A poll, or a refresh. */
  token(form: URLSearchParams): OauthAnswer {
    const grant = form.get('grant_type');
    if (grant === 'refresh_token') {
      const role = this.#refresh.get(form.get('refresh_token') ?? '');
      return role === undefined ? refuse('invalid_grant') : this.#issue(role);
    }
    if (grant !== GRANT) return refuse('unsupported_grant_type');
    const code = form.get('device_code') ?? '';
    const pending = this.#pending.get(code);
    if (pending === undefined) return refuse('invalid_grant');
    if (pending.ends < this.#now()) return refuse('expired_token');
    if (pending.denied) return refuse('access_denied');
    if (pending.role === undefined) return refuse('authorization_pending');
    this.#pending.delete(code);
    return this.#issue(pending.role);
  }

  #issue(role: string): OauthAnswer {
    const refresh = randomBytes(24).toString('base64url');
    this.#refresh.set(refresh, role);
    return {
      status: 200,
      json: {
        access_token: this.#tokens.get(role),
        token_type: 'Bearer',
        expires_in: TOKEN_LIFE_S,
        refresh_token: refresh,
      },
    };
  }

  #byUserCode(userCode: string): Pending | undefined {
    const wanted = userCode.trim().toUpperCase();
    return [...this.#pending.values()].find((one) => one.userCode === wanted && one.ends >= this.#now());
  }
}

function refuse(error: string): OauthAnswer {
  return { status: 400, json: { error } };
}

/** Eight letters that nobody confuses (RFC 8628, section 6.1). */
function newUserCode(): string {
  const letters = 'BCDFGHJKLMNPQRSTVWXZ';
  const text = [...randomBytes(8)].map((byte) => letters.charAt(byte % letters.length)).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
