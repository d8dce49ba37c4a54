import type { Product } from './product.ts';

/*
 * Web servers, load balancers and proxies that in-house gateways are built of, and the networks in front of them.
 * Measured on loopback: nginx 1.22.1, HAProxy 2.6.12, Apache httpd 2.4, Caddy 2.6.2, Squid 5.7, tinyproxy 1.11.1
 * (fixtures/gateways, docs/gateways.md). The others follow their own documentation.
 */

export const PROXIES: readonly Product[] = [
  {
    id: 'nginx',
    name: 'nginx',
    kind: 'web-server',
    evidence: [
      { header: /^server$/, value: /^(?:nginx|openresty)\b/i },
      { body: /<center>(?:nginx|openresty)(?:\/[\d.]{1,20})?<\/center>/ },
    ],
    version: { header: 'server', value: /^(?:nginx|openresty)\/([\d.]{1,20})/ },
    known: [
      {
        topic: 'body-size',
        status: 413,
        body: /<h1>413 /,
        cause: 'nginx refuses a body over client_max_body_size, which is 1 MB unless it is set.',
        remedy: 'Set client_max_body_size 32m; in the server or location.',
      },
      {
        topic: 'header-size',
        status: 400,
        body: /Request Header Or Cookie Too Large/,
        cause: 'The headers do not fit in the buffers of nginx; a long token is the usual reason.',
        remedy: 'Set large_client_header_buffers 4 32k; in the server.',
      },
      {
        topic: 'client-certificate',
        status: 400,
        body: /No required SSL certificate was sent/,
        cause: 'nginx wants a client certificate (ssl_verify_client on) and got none.',
        remedy:
          'Install the client certificate on the device, and name it with --client-cert and --client-key for this test.',
      },
      {
        topic: 'client-certificate',
        status: 400,
        body: /The SSL certificate error/,
        cause: 'nginx does not trust the client certificate that was sent.',
        remedy:
          'Add the issuer of the client certificate to ssl_client_certificate, and raise ssl_verify_depth for an intermediate.',
      },
      {
        topic: 'route',
        status: 400,
        body: /The plain HTTP request was sent to HTTPS port/,
        cause: 'The port speaks TLS and the base URL says http.',
        remedy: 'Write https:// in inferenceGatewayBaseUrl.',
      },
      {
        topic: 'upstream-down',
        status: 502,
        body: /<h1>502 /,
        cause: 'nginx does not reach what stands behind it, or got no whole answer from it.',
        remedy: 'Correct proxy_pass, and see that the address behind it answers.',
      },
      {
        topic: 'timeout',
        status: 504,
        body: /<h1>504 /,
        cause:
          'What stands behind nginx did not answer within proxy_read_timeout, which is 60 s unless it is set.',
        remedy: 'Set proxy_read_timeout 600s; in the location.',
      },
      {
        topic: 'rate-limit',
        status: 503,
        body: /<h1>503 Service Temporarily Unavailable/,
        cause: 'nginx itself answers 503 when a limit (limit_req, limit_conn) is passed.',
        remedy:
          'Raise rate and burst of limit_req, and set limit_req_status 429; so that clients know it for a limit.',
      },
      {
        topic: 'rate-limit',
        status: 429,
        body: /<h1>429 /,
        cause: 'A limit of nginx (limit_req, limit_conn) is passed.',
        remedy: 'Raise rate and burst of limit_req in the location.',
      },
      {
        topic: 'firewall',
        status: 403,
        body: /<h1>403 Forbidden/,
        cause: 'nginx itself refuses the request: a deny rule, a WAF module or an if in the location.',
        remedy:
          'Exempt /v1/messages from the rule (ModSecurity: modsecurity off; in the location; or take the if or deny out).',
      },
      {
        topic: 'route',
        status: 404,
        body: /<h1>404 Not Found/,
        cause: 'nginx has no location for this path and looked for a file.',
        remedy: 'Add location /v1/ with proxy_pass, or end the base URL in the prefix that is served.',
      },
      {
        topic: 'route',
        status: 405,
        body: /<h1>405 Not Allowed/,
        cause: 'nginx serves a file under this path and takes no POST.',
        remedy: 'Add location /v1/ with proxy_pass to the server.',
      },
    ],
    remedies: {
      buffering:
        'Set proxy_buffering off; and proxy_http_version 1.1; in the location, and gzip off; for text/event-stream.',
      timeout: 'Set proxy_read_timeout 600s; and send_timeout 600s; in the location.',
      'body-size': 'Set client_max_body_size 32m; in the server or location.',
      'header-size': 'Set large_client_header_buffers 4 32k; in the server.',
      'rate-limit': 'Raise rate and burst of limit_req, with limit_req_status 429;.',
      'upstream-down': 'Correct proxy_pass, and see that the address behind it answers.',
      firewall: 'Exempt /v1/messages: modsecurity off; in its location, or take out the rule that denies it.',
      route: 'Add location /v1/ with proxy_pass, or end the base URL in the prefix that is served.',
      'required-header':
        'Pass the header on: nginx drops names with underscores unless underscores_in_headers is on.',
      betas: 'Take proxy_set_header anthropic-beta out, so that the header passes as it comes.',
      'client-certificate': 'Install the client certificate on the devices, or set ssl_verify_client off;.',
      scheme: 'Pass the credential on as it comes: take proxy_set_header Authorization out of the location.',
    },
  },
  {
    id: 'haproxy',
    name: 'HAProxy',
    kind: 'web-server',
    evidence: [
      {
        body: /<html><body><h1>[45]\d\d [\w -]{1,40}<\/h1>\s?\n(?:No server is available|The server didn't respond|Your request|Request forbidden|You have sent|The request entity|The server returned)/,
      },
      { header: /^server$/, value: /haproxy/i },
    ],
    known: [
      {
        topic: 'upstream-down',
        status: 503,
        body: /No server is available to handle this request/,
        cause: 'HAProxy has no server in the backend that is up, or a queue is full.',
        remedy: 'Correct the server lines of the backend, and see in the stats page which check fails.',
      },
      {
        topic: 'timeout',
        status: 504,
        body: /The server didn't respond in time/,
        cause: 'What stands behind HAProxy did not answer within timeout server.',
        remedy: 'Set timeout server 600s in the backend.',
      },
      {
        topic: 'rate-limit',
        status: 429,
        body: /You have sent too many requests/,
        cause: 'A stick-table rule of HAProxy has counted enough requests.',
        remedy: 'Raise the threshold of http-request deny deny_status 429.',
      },
      {
        topic: 'firewall',
        status: 403,
        body: /Request forbidden by administrative rules/,
        cause: 'A rule (http-request deny) of HAProxy matches the request.',
        remedy:
          'Exempt /v1/messages from the http-request deny rule: add !{ path_beg /v1/messages } to its condition.',
      },
      {
        topic: 'header-size',
        status: 400,
        body: /Your browser sent an invalid request/,
        cause: 'HAProxy does not take the request line or the headers; they may be longer than tune.bufsize.',
        remedy: 'Raise tune.bufsize in the global section.',
      },
      {
        topic: 'upstream-down',
        status: 502,
        body: /The server returned an invalid or incomplete response/,
        cause:
          'What stands behind HAProxy broke its answer off, or speaks TLS where plain HTTP is asked for.',
        remedy: 'Add ssl to the server line for a TLS upstream, and see why it breaks answers off.',
      },
    ],
    remedies: {
      timeout: 'Set timeout client 600s and timeout server 600s.',
      'upstream-down': 'Correct the server lines of the backend.',
      buffering:
        'Set option http-no-delay, and take option http-buffer-request and compression off for text/event-stream.',
      'rate-limit': 'Raise the threshold of the stick-table rule.',
      firewall:
        'Exempt /v1/messages from the http-request deny rules: add !{ path_beg /v1/messages } to their conditions.',
      'body-size':
        'Raise the limit of the http-request deny rule: { req.hdr_val(content-length) gt 33554432 }, or the same of req.body_size.',
    },
  },
  {
    id: 'apache',
    name: 'Apache httpd',
    kind: 'web-server',
    evidence: [
      { header: /^server$/, value: /^apache(?:\/|$|\s)/i },
      { body: /<!DOCTYPE HTML PUBLIC "-\/\/IETF\/\/DTD HTML 2\.0\/\/EN">|<address>Apache\// },
    ],
    version: { header: 'server', value: /^apache\/([\d.]{1,20})/i },
    known: [
      {
        topic: 'body-size',
        status: 413,
        body: /<title>413 /,
        cause:
          'Apache refuses the body: ModSecurity limits it (SecRequestBodyNoFilesLimit is 128 KB in its recommended rules), or LimitRequestBody does.',
        remedy:
          'Set SecRequestBodyNoFilesLimit and SecRequestBodyLimit to 33554432, and LimitRequestBody 33554432 in the Location.',
      },
      {
        topic: 'upstream-down',
        status: 503,
        body: /<title>503 Service Unavailable/,
        cause: 'Apache does not reach what stands behind ProxyPass.',
        remedy:
          'Correct ProxyPass, and see that the address behind it answers (retry=0 ends the pause of 60 s after a failure).',
      },
      {
        topic: 'timeout',
        status: 504,
        body: /<title>504 /,
        cause:
          'What stands behind Apache did not answer within ProxyTimeout, which is 60 s unless it is set.',
        remedy: 'Set ProxyTimeout 600.',
      },
      {
        topic: 'upstream-down',
        status: 502,
        body: /<title>502 /,
        cause:
          'What stands behind Apache broke its answer off, or did not answer within the timeout of ProxyPass.',
        remedy: 'Raise timeout of ProxyPass, and see that the address behind it answers.',
      },
      {
        topic: 'route',
        status: 404,
        body: /<title>404 /,
        cause: 'Apache has no ProxyPass for this path and looked for a file.',
        remedy: 'Add ProxyPass /v1/, or end the base URL in the prefix that is served.',
      },
      {
        topic: 'firewall',
        status: 403,
        body: /<title>403 /,
        cause: 'Apache itself refuses the request: a Require rule or mod_security.',
        remedy:
          'Exempt the API: <Location /v1/messages> SecRuleEngine Off </Location>, or Require all granted there.',
      },
      {
        topic: 'header-size',
        status: 400,
        body: /Size of a request header field exceeds server limit/,
        cause: 'A header is longer than LimitRequestFieldSize; a long token is the usual reason.',
        remedy: 'Set LimitRequestFieldSize 32768 in the server.',
      },
    ],
    remedies: {
      buffering: 'Add flushpackets=on to ProxyPass, and SetEnv no-gzip 1 for the location.',
      timeout: 'Set ProxyTimeout 600 and Timeout 600.',
      'body-size': 'Set SecRequestBodyNoFilesLimit and SecRequestBodyLimit (ModSecurity) to 33554432.',
      'header-size': 'Set LimitRequestFieldSize 32768 in the server.',
      'upstream-down': 'Correct ProxyPass, and see that the address behind it answers.',
      firewall: 'Exempt the API: <Location /v1/messages> SecRuleEngine Off </Location>.',
      route: 'Add ProxyPass /v1/, or end the base URL in the prefix that is served.',
      scheme:
        'Set CGIPassAuth On where a script takes the request; take RequestHeader unset Authorization out.',
    },
  },
  {
    id: 'caddy',
    name: 'Caddy',
    kind: 'web-server',
    evidence: [{ header: /^(?:server|via)$/, value: /\bcaddy\b/i }],
    known: [
      {
        topic: 'upstream-down',
        status: 502,
        body: /^\s?$/,
        header: { name: 'server', value: /^caddy$/i },
        cause:
          'Caddy does not reach what stands behind reverse_proxy; a body over max_size of request_body gets the same 502.',
        remedy:
          'Correct the upstream of reverse_proxy and see that it answers; where large bodies alone fail, set max_size 32MB in request_body.',
      },
      {
        topic: 'body-size',
        status: 413,
        cause: 'Caddy refuses a body over max_size of request_body.',
        remedy: 'Set max_size 32MB in request_body.',
      },
      {
        topic: 'timeout',
        status: 504,
        cause: 'What stands behind Caddy did not answer in time.',
        remedy: 'Raise response_header_timeout in the transport of reverse_proxy.',
      },
    ],
    remedies: {
      buffering: 'Set flush_interval -1 in reverse_proxy, and take encode off text/event-stream.',
      timeout: 'Raise response_header_timeout and read_timeout in the transport of reverse_proxy.',
      'body-size': 'Set max_size 32MB in request_body.',
      'upstream-down': 'Correct the upstream of reverse_proxy, and see that it answers.',
      route: 'Add a handle for /v1/* with reverse_proxy, or end the base URL in the prefix that is served.',
    },
  },
  {
    id: 'envoy',
    name: 'Envoy',
    kind: 'web-server',
    evidence: [
      { header: /^server$/, value: /^(?:istio-)?envoy$/i },
      { header: /^x-envoy-/ },
      {
        body: /^(?:no healthy upstream|upstream connect error or disconnect\/reset before headers|upstream request timeout|RBAC: access denied)/,
      },
    ],
    known: [
      {
        topic: 'upstream-down',
        status: 503,
        body: /^(?:no healthy upstream|upstream connect error)/,
        cause: 'Envoy has no healthy endpoint in the cluster behind this route.',
        remedy:
          'Correct the endpoints of the cluster (or the Service that the route names), and see that they answer.',
      },
      {
        topic: 'timeout',
        status: 504,
        body: /^upstream request timeout/,
        cause: 'The route timeout of Envoy ran out; it is 15 s unless it is set.',
        remedy: 'Set timeout: 0s on the route, and idle_timeout: 600s.',
      },
      {
        topic: 'firewall',
        status: 403,
        body: /^RBAC: access denied/,
        cause: 'An authorization policy of Envoy or Istio denies the request.',
        remedy: 'Allow this caller and path in the AuthorizationPolicy (or RBAC filter).',
      },
      {
        topic: 'body-size',
        status: 413,
        body: /^Payload Too Large/,
        cause: 'A buffering filter of Envoy holds less than this body.',
        remedy: 'Raise max_request_bytes of the buffer filter or of ext_authz with_request_body.',
      },
    ],
    remedies: {
      timeout: 'Set timeout: 0s and idle_timeout: 600s on the route (15 s is the default).',
      buffering: 'Take the buffer filter and filters that read response bodies off this route.',
      'body-size': 'Raise per_connection_buffer_limit_bytes and the limits of filters that read bodies.',
      'rate-limit': 'Raise the local_ratelimit token bucket or the global rate limit of the route.',
      route: 'Add a route for the prefix /v1/ to the virtual host.',
      'upstream-down': 'Correct the endpoints of the cluster.',
    },
  },
  {
    id: 'traefik',
    name: 'Traefik',
    kind: 'web-server',
    evidence: [{ header: /^server$/, value: /traefik/i }],
    remedies: {
      timeout: 'Raise respondingTimeouts.readTimeout of the entry point (60 s by default).',
      buffering: 'Take the buffering and compress middlewares off this router.',
      'body-size': 'Raise maxRequestBodyBytes of the buffering middleware, or take it off.',
    },
  },
  {
    id: 'iis',
    name: 'IIS',
    kind: 'web-server',
    evidence: [{ header: /^server$/, value: /^microsoft-(?:iis|httpapi)/i }],
    known: [
      {
        topic: 'body-size',
        status: 404,
        body: /404\.13|maxAllowedContentLength/,
        cause: 'Request filtering refuses the body; IIS says 404.13 for it.',
        remedy: 'Raise maxAllowedContentLength of requestLimits to 33554432.',
      },
    ],
    remedies: {
      buffering: 'Set responseBufferLimit to 0 in the proxy settings of Application Request Routing.',
      timeout: 'Raise timeout in the proxy settings of Application Request Routing.',
      'body-size': 'Raise maxAllowedContentLength of requestLimits to 33554432.',
    },
  },
  {
    id: 'azure-application-gateway',
    name: 'Azure Application Gateway',
    kind: 'web-server',
    evidence: [
      { header: /^server$/, value: /microsoft-azure-application-gateway/i },
      { body: /<center>Microsoft-Azure-Application-Gateway\/v\d<\/center>/ },
    ],
    remedies: {
      buffering: 'Turn response buffering off in the global configuration.',
      timeout: 'Raise the request time-out of the backend setting (20 s by default).',
      'body-size': 'Raise the maximum request body size of the WAF policy, or turn its body inspection off.',
      firewall: 'Add an exclusion or a custom allow rule for /v1/messages to the WAF policy.',
      'upstream-down': 'See in Backend health why the probe of the backend pool fails.',
    },
  },
  {
    id: 'squid',
    name: 'Squid',
    kind: 'proxy',
    evidence: [
      { header: /^x-squid-error$/ },
      { header: /^(?:server|via)$/, value: /\bsquid\b/i },
      { body: /Generated [^<\n]{1,80} by [^<\n]{1,120} \(squid\/[\d.]{1,20}\)/ },
    ],
    version: { header: 'via', value: /\bsquid\/([\d.]{1,20})/ },
    known: [
      {
        topic: 'firewall',
        status: 403,
        header: { name: 'x-squid-error', value: /ERR_ACCESS_DENIED/ },
        cause: 'An http_access rule of Squid denies this host or port.',
        remedy:
          'Allow the host of the gateway in http_access, and its port in Safe_ports (SSL_ports for CONNECT).',
      },
      {
        topic: 'upstream-down',
        header: { name: 'x-squid-error', value: /ERR_CONNECT_FAIL|ERR_DNS_FAIL|ERR_CANNOT_FORWARD/ },
        cause: 'Squid does not reach the gateway from where it stands.',
        remedy: 'Let Squid reach the host (firewall, DNS, cache_peer), or add the host to NO_PROXY.',
      },
      {
        topic: 'key',
        status: 407,
        cause: 'Squid wants a proxy login.',
        remedy:
          'Exempt the host of the gateway from proxy_auth in http_access, or name a proxy that needs no login.',
      },
      {
        topic: 'body-size',
        header: { name: 'x-squid-error', value: /ERR_TOO_BIG/ },
        cause: 'The body is over request_body_max_size.',
        remedy: 'Set request_body_max_size 32 MB.',
      },
    ],
    remedies: {
      timeout: 'Raise read_timeout and client_lifetime.',
      'body-size': 'Set request_body_max_size 32 MB.',
      firewall: 'Allow the host of the gateway in http_access.',
      'upstream-down': 'Let Squid reach the host, or add it to NO_PROXY.',
      buffering: 'Take the ICAP or eCAP adaptation off this host: scanned answers arrive as a whole.',
    },
  },
  {
    id: 'tinyproxy',
    name: 'tinyproxy',
    kind: 'proxy',
    evidence: [
      { header: /^(?:server|via)$/, value: /\btinyproxy\b/i },
      { body: /Generated by <a [^>]{1,120}>tinyproxy<\/a> version/i },
    ],
    version: { header: 'via', value: /\btinyproxy\/([\d.]{1,20})/ },
    known: [
      {
        topic: 'firewall',
        status: 403,
        cause: 'A Filter, Allow or ConnectPort rule of tinyproxy denies this host or port.',
        remedy: 'Allow the host in Filter, this client in Allow and the port in ConnectPort.',
      },
      {
        topic: 'upstream-down',
        body: /Unable to connect|Could not connect|remote_host/i,
        cause: 'tinyproxy does not reach the gateway from where it stands.',
        remedy: 'Let tinyproxy reach the host, or add the host to NO_PROXY.',
      },
    ],
    remedies: {
      timeout: 'Raise Timeout (600 s by default).',
      firewall: 'Allow the host in Filter, this client in Allow and the port in ConnectPort.',
      'upstream-down': 'Let tinyproxy reach the host, or add it to NO_PROXY.',
    },
  },
  {
    id: 'aws-load-balancer',
    name: 'an AWS load balancer',
    kind: 'web-server',
    evidence: [{ header: /^server$/, value: /^awselb\// }],
    remedies: {
      timeout: 'Raise idle_timeout.timeout_seconds of the load balancer (60 s by default).',
      'upstream-down': 'See in the target group why its targets are unhealthy.',
      firewall:
        'Exempt /v1/messages from the body rules of the AWS WAF web ACL (SizeRestrictions_BODY above all).',
    },
  },
  {
    id: 'cloudfront',
    name: 'CloudFront',
    kind: 'cdn',
    evidence: [{ header: /^x-amz-cf-id$/ }, { header: /^via$/, value: /\(CloudFront\)/ }],
    remedies: {
      timeout: 'Raise the response timeout of the origin (30 s by default).',
      firewall: 'Exempt /v1/messages from the body rules of the AWS WAF web ACL.',
      scheme: 'Add Authorization and x-api-key to the origin request policy.',
      betas: 'Forward all viewer headers in the origin request policy.',
    },
  },
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    kind: 'cdn',
    evidence: [
      { header: /^cf-ray$/ },
      { header: /^server$/, value: /^cloudflare$/i },
      { body: /^error code: 1\d{3}\b/ },
    ],
    known: [
      {
        topic: 'firewall',
        status: 403,
        body: /error code: 10\d\d|Attention Required! \| Cloudflare|Just a moment/,
        cause: 'A rule of Cloudflare (WAF, Bot Fight Mode, Access) stops the request before the gateway.',
        remedy: 'Add a WAF skip rule for /v1/ that skips managed rules and Bot Fight Mode.',
      },
      {
        topic: 'timeout',
        status: 524,
        cause: 'The origin sent nothing for 100 s.',
        remedy:
          'Have the gateway send ping events in the stream, or raise the proxy read timeout of the zone.',
      },
      {
        topic: 'upstream-down',
        status: 521,
        cause: 'The origin refuses connections of Cloudflare.',
        remedy: "Let the origin take connections from Cloudflare's addresses.",
      },
      {
        topic: 'upstream-down',
        status: 522,
        cause: 'The origin does not answer connections of Cloudflare.',
        remedy: "Let the origin take connections from Cloudflare's addresses.",
      },
    ],
    remedies: {
      firewall: 'Add a WAF skip rule for /v1/.',
      timeout:
        'Have the gateway send ping events, or raise the proxy read timeout of the zone (100 s by default).',
      'body-size': 'Raise the maximum upload size of the zone, or set the record to DNS only.',
    },
  },
  {
    id: 'akamai',
    name: 'Akamai',
    kind: 'cdn',
    evidence: [{ header: /^server$/, value: /akamai/i }, { header: /^x-akamai-/ }],
    remedies: { firewall: 'Exempt /v1/messages from the App & API Protector policy.' },
  },
  {
    id: 'google-front-end',
    name: 'a Google load balancer',
    kind: 'cdn',
    evidence: [
      { header: /^via$/, value: /^1\.1 google$/i },
      { header: /^server$/, value: /^Google Frontend$/i },
    ],
    remedies: {
      timeout: 'Raise the timeout of the backend service (30 s by default).',
      firewall: 'Exempt /v1/messages from the preconfigured rules of the Cloud Armor policy.',
    },
  },
];
