import { answerOf, refusal } from '../support/answers.ts';
import { GONE, GOOD, limited, PAGE, type Row, type World } from './check-world.ts';

/* Proxies, TLS that fails, firewalls that read prompts, and what gateways drop on the way. */

const PROXY: World = { route: { env: { HTTPS_PROXY: 'http://user:pw@proxy.example.com:3128' } } };
const LOCAL: World = {
  facts: { baseUrl: 'http://127.0.0.1:4000' },
  route: { env: { HTTP_PROXY: 'http://proxy.example.com:3128' } },
};
const BARE: World = { route: { env: { HTTPS_PROXY: 'http://proxy.example.com:3128' } } };
/** The proxy answers CONNECT with this status. */
const refused = (status: number, world: World = PROXY): World => ({
  ...world,
  other: { ...GONE, kind: 'proxy', code: `PROXY_${String(status)}`, message: 'The proxy refused it.' },
});
const shaken = (code: string, world: World = {}): World => ({
  ...world,
  handshake: { authorized: false, code },
});

export const WIRE_ROWS: readonly Row[] = [
  // The way through a proxy.
  ['proxy-path', {}, 'nothing', /^$/],
  [
    'proxy-path',
    { route: { env: { HTTPS_PROXY: 'http://proxy.example.com', NO_PROXY: 'example.com' } } },
    'pass',
    /^Direct: HTTPS_PROXY names a proxy, but NO_PROXY takes gw\.example\.com out \("example\.com"\)\.$/,
  ],
  [
    'proxy-path',
    { route: { env: { https_proxy: 'socks5://p' } } },
    'fail',
    /^https_proxy is a SOCKS proxy, which Claude Desktop/,
  ],
  [
    'proxy-path',
    PROXY,
    'pass',
    /^The proxy proxy\.example\.com:3128 \(HTTPS_PROXY\) passes requests on; there is a direct way too\.$/,
  ],
  [
    'proxy-path',
    { ...PROXY, connect: { 'gw.example.com': 'ETIMEDOUT' } },
    'warn',
    /^Only the proxy proxy\.example\.com:3128 \(HTTPS_PROXY\) leads to the gateway, and the configuration names none\.$/,
  ],
  [
    'proxy-path',
    { route: { env: {}, proxy: 'http://proxy.example.com:3128', proxySource: 'egressProxyUrl' } },
    'pass',
    /of egressProxyUrl passes requests on, as it does for the app\.$/,
  ],
  [
    'proxy-path',
    {
      route: {
        env: { HTTPS_PROXY: 'http://other.example.com:8080' },
        proxy: 'http://proxy.example.com:3128',
        proxySource: 'egressProxyUrl',
      },
    },
    'pass',
    /HTTPS_PROXY of this shell names other\.example\.com:8080; the app does not see that/,
  ],
  [
    'proxy-path',
    {
      facts: { egressProxyUrl: 'http://proxy.example.com:3128' },
      route: { env: {}, proxy: 'http://proxy.example.com:3128', proxySource: '--proxy' },
    },
    'pass',
    /\(--proxy\) passes requests on; egressProxyUrl names the same\.$/,
  ],
  [
    'proxy-path',
    {
      facts: { egressProxyUrl: 'http://other.example.com:8080' },
      route: { env: {}, proxy: 'http://proxy.example.com:3128', proxySource: '--proxy' },
    },
    'warn',
    /but the app takes the one of egressProxyUrl \(other\.example\.com:8080\)\.$/,
  ],
  [
    'proxy-path',
    { route: { env: {}, proxy: 'http://proxy.example.com:3128', proxySource: '--proxy' } },
    'pass',
    /\(--proxy\) passes requests on\.$/,
  ],
  [
    'proxy-path',
    { ...LOCAL, other: answerOf(503) },
    'fail',
    /^The proxy proxy\.example\.com:3128 \(HTTP_PROXY\) does not reach this device \(HTTP 503 with an empty body\)/,
  ],
  ['proxy-path', { ...LOCAL, other: refusal(503, 'no') }, 'pass', /passes requests on/],
  [
    'proxy-path',
    { ...LOCAL, other: answerOf(503), connect: { '127.0.0.1': 'ECONNREFUSED' } },
    'pass',
    /passes requests on/,
  ],
  ['proxy-path', { ...PROXY, other: GONE }, 'pass', /^The proxy proxy\.example\.com:3128 was reached/],
  [
    'proxy-path',
    { ...PROXY, other: { ...GONE, kind: 'timeout', phase: 'first-byte' } },
    'pass',
    /was reached \(HTTPS_PROXY\)\.$/,
  ],
  [
    'proxy-path',
    { ...PROXY, other: { ...GONE, kind: 'timeout', phase: 'connect' } },
    'unproven',
    /^It was cut\.$/,
  ],
  [
    'proxy-path',
    { ...PROXY, other: { ...GONE, kind: 'timeout', phase: 'connect' }, tunnel: { code: 'ETIMEDOUT' } },
    'unproven',
    /^It was cut\.$/,
  ],
  [
    'proxy-path',
    { ...PROXY, other: { ...GONE, kind: 'timeout', phase: 'connect' }, tunnel: { code: 'ECONNRESET' } },
    'fail',
    /hangs up when it is asked for a tunnel \(ECONNRESET\)\.$/,
  ],
  [
    'proxy-path',
    { ...PROXY, other: { ...GONE, kind: 'proxy', code: 'ENOTFOUND' } },
    'fail',
    /^It was cut\.$/,
  ],
  [
    'proxy-path',
    refused(407),
    'fail',
    /does not take the user name and password of HTTPS_PROXY \(HTTP 407\)\.$/,
  ],
  [
    'proxy-path',
    { ...refused(407), tunnel: { code: 'PROXY_407', schemes: ['Negotiate', 'NTLM'] } },
    'fail',
    /\(HTTP 407\)\. It offers Negotiate, NTLM\.$/,
  ],
  [
    'proxy-path',
    { ...refused(407), tunnel: { code: 'PROXY_407', schemes: ['Basic', 'NTLM'] } },
    'fail',
    /It offers Basic, NTLM\.$/,
  ],
  ['proxy-path', refused(407, BARE), 'fail', /^The proxy refused it\.$/],
  ...[400, 404, 405, 501].map((status): Row => [
    'proxy-path',
    refused(status),
    'fail',
    new RegExp(`does not answer CONNECT as a proxy does \\(HTTP ${String(status)}\\)\\.$`),
  ]),
  [
    'proxy-path',
    { ...refused(502), tunnel: { code: 'PROXY_502', server: 'squid/6', title: 'No route' } },
    'fail',
    /^The proxy refused it, says squid\/6: "No route"\.$/,
  ],
  [
    'proxy-path',
    refused(403),
    'fail',
    /^The proxy proxy\.example\.com:3128 blocks CONNECT to gw\.example\.com:443 \(HTTP 403\)\.$/,
  ],
  [
    'proxy-path',
    refused(403, { facts: { baseUrl: 'https://localhost:8443' }, ...BARE }),
    'fail',
    /blocks CONNECT to localhost:8443/,
  ],
  ...(
    [
      [
        answerOf(200, 'function FindProxyForURL(url, host) {}'),
        /is not run here\. This probe went directly\.$/,
      ],
      [answerOf(404), /Its address answers HTTP 404 without a function FindProxyForURL\./],
      [answerOf(200, 'no'), /answers HTTP 200 without a function/],
      [GONE, /cannot be fetched from here \(It was cut\); the app then connects directly\./],
    ] as const
  ).map(([pac, detail]): Row => [
    'proxy-path',
    { facts: { egressProxyPacUrl: 'https://pac.example.com/p' }, answers: { pac } },
    'warn',
    detail,
  ]),
  // TLS that fails, and certificates that nobody trusts.
  ['tls-chain', { facts: { baseUrl: 'http://127.0.0.1' } }, 'skip', /^Plain http/],
  [
    'tls-chain',
    { handshake: { protocol: 'TLSv1.3', issuer: 'R11' } },
    'pass',
    /^Trusted \(TLSv1\.3, issued by R11\)\.$/,
  ],
  ['tls-chain', { handshake: { protocol: 'TLSv1.3' } }, 'pass', /^Trusted \(TLSv1\.3\)\.$/],
  ['tls-chain', { handshake: { protocol: 'TLSv1.2' } }, 'warn', /speaks TLS 1\.2 at best/],
  ['tls-chain', { handshake: { issuer: 'Zscaler Root CA' } }, 'pass', /Zscaler opens TLS on the way/],
  ['tls-chain', { handshake: 'PROXY_403' }, 'skip', /opens no tunnel/],
  ...[
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'ERR_SSL_RECORD_LAYER_FAILURE',
    'EPROTO',
  ].map((code): Row => [
    'tls-chain',
    { handshake: code },
    'fail',
    new RegExp(`does not speak TLS \\(${code}\\)`),
  ]),
  [
    'tls-chain',
    { handshake: 'ECONNRESET' },
    'fail',
    /ends the connection during the TLS handshake \(ECONNRESET\)/,
  ],
  ['tls-chain', { handshake: 'UNKNOWN' }, 'fail', /ends the connection/],
  ['tls-chain', { handshake: 'ETIMEDOUT' }, 'fail', /does not answer the TLS handshake \(ETIMEDOUT\)/],
  ...[
    'ERR_SSL_UNSUPPORTED_PROTOCOL',
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
    'ERR_SSL_VERSION_TOO_LOW',
  ].map((code): Row => [
    'tls-chain',
    { handshake: code },
    'fail',
    /speaks no TLS version that is still allowed/,
  ]),
  [
    'tls-chain',
    { handshake: 'ERR_SSL_UNSUPPORTED_PROTOCOL', inspection: { protocol: 'TLSv1' } },
    'fail',
    /speaks TLS 1\.0 at best/,
  ],
  [
    'tls-chain',
    { handshake: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', inspection: { protocol: 'TLSv1.1' } },
    'fail',
    /speaks TLS 1\.1 at best/,
  ],
  [
    'tls-chain',
    { handshake: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' },
    'pass',
    /as far as the client certificate/,
  ],
  ['tls-chain', { handshake: 'ERR_SSL_X' }, 'fail', /^TLS with gw\.example\.com:443 fails \(ERR_SSL_X\)\.$/],
  ['tls-chain', shaken('CERT_REVOKED'), 'fail', /has been revoked \(CERT_REVOKED\)/],
  ['tls-chain', shaken('DEPTH_ZERO_SELF_SIGNED_CERT'), 'fail', /shows a self-signed certificate/],
  [
    'tls-chain',
    shaken('SELF_SIGNED_CERT_IN_CHAIN'),
    'fail',
    /ends in the root, which this device does not know/,
  ],
  ...[
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ].map((code): Row => ['tls-chain', shaken(code), 'fail', /cannot be followed to a known root/]),
  [
    'tls-chain',
    {
      handshake: {
        authorized: false,
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
        names: ['a.example', 'b.example'],
      },
    },
    'fail',
    /^The certificate is not for gw\.example\.com; it is for a\.example, b\.example \(/,
  ],
  [
    'tls-chain',
    {
      handshake: { authorized: false, code: 'HOSTNAME_MISMATCH', names: ['1', '2', '3', '4', '5', '6', '7'] },
    },
    'fail',
    /for 1, 2, 3, 4, 5 and 2 more \(/,
  ],
  ['tls-chain', shaken('HOSTNAME_MISMATCH'), 'fail', /for no name at all/],
  [
    'tls-chain',
    {
      facts: { baseUrl: 'https://a.b.example.com' },
      handshake: { authorized: false, code: 'HOSTNAME_MISMATCH', names: ['*.example.com'] },
    },
    'fail',
    /for \*\.example\.com/,
  ],
  ['tls-chain', { handshake: { authorized: false } }, 'fail', /ends the connection .* \(UNKNOWN\)\.$/],
  // Prompts that look like attacks.
  ['waf-body', { answers: { health: GONE } }, 'pass', /with shell/],
  ['waf-body', {}, 'pass', /with shell, markup and SQL in it is taken/],
  [
    'waf-body',
    { facts: { bothHeaders: true }, answers: { waf: refusal(401, 'no'), 'waf both': GOOD } },
    'pass',
    /with shell/,
  ],
  ['waf-body', { answers: { waf: GONE } }, 'fail', /gets no answer, while a plain one does: It was cut\.$/],
  ['waf-body', { answers: { waf: limited } }, 'fail', /HTTP 429/],
  ['waf-body', { answers: { waf: PAGE } }, 'fail', /a firewall inspects the body\.$/],
  ['waf-body', { answers: { waf: refusal(400, 'no') } }, 'warn', /in the API's own way \(HTTP 400: "no"\)/],
  ['waf-body', { answers: { waf: answerOf(400, 'no') } }, 'fail', /a firewall inspects the body/],
  ['waf-body', { answers: { waf: refusal(500, 'no') } }, 'fail', /fails, while a plain one passes/],
  ['waf-body', { answers: { waf: { ...PAGE, status: 500 } } }, 'fail', /a firewall inspects the body/],
  [
    'waf-body',
    { answers: { waf: answerOf(403, 'no', { server: 'awselb/2.0' }) } },
    'fail',
    /\(HTTP 403 in plain text: "no"\): a firewall/,
  ],
  // What is dropped on the way.
  ...(
    [
      ['beta-forwarded', 'beta', 'An unknown anthropic-beta value', 'the header'],
      ['field-forwarded', 'field', 'A wrong output_config.effort', 'the field'],
    ] as const
  ).flatMap(([id, label, what, carrier]): readonly Row[] => [
    [id, {}, 'warn', new RegExp(`^${what} is not objected to: `)],
    [id, { answers: { [label]: GONE } }, 'fail', new RegExp(`^${what} gets no answer: It was cut\\.$`)],
    [id, { answers: { [label]: limited } }, 'unproven', /Not tested/],
    [
      id,
      { answers: { [label]: refusal(400, 'cowork-probe is none') } },
      'pass',
      new RegExp(`^${what} is refused by name, so ${carrier} arrives\\.$`),
    ],
    [id, { answers: { [label]: refusal(400, 'no') } }, 'warn', /for another reason \(HTTP 400: "no"\)/],
    [id, { answers: { [label]: refusal(422, 'cowork-probe') } }, 'warn', /for another reason \(HTTP 422/],
    [id, { answers: { [label]: refusal(500, 'no') } }, 'fail', /breaks the gateway \(HTTP 500: "no"\)/],
  ]),
  ['beta-forwarded', { answers: { beta: refusal(400, 'bad beta') } }, 'pass', /by name/],
  ['field-forwarded', { answers: { field: refusal(400, 'bad effort') } }, 'pass', /by name/],
  ...['Extra inputs', 'not permitted', 'unknown field', 'unknown name', 'unrecognized'].map((words): Row => [
    'field-forwarded',
    { answers: { field: refusal(400, `effort: ${words}`) } },
    'warn',
    /^The field output_config is refused whatever it holds/,
  ]),
];
