import type { Product } from './product.ts';

/*
 * General gateways for APIs and the firewalls that stand beside them. None of these runs on loopback; the evidence is
 * what their own documentation shows: Kong "headers" and error responses, API Management error handling, AWS API
 * Gateway response headers, Apigee fault format, Tyk error messages, F5, Imperva and Zscaler block pages.
 */

export const API_GATEWAYS: readonly Product[] = [
  {
    id: 'kong',
    name: 'Kong',
    kind: 'api-gateway',
    evidence: [
      { header: /^x-kong-/ },
      { header: /^(?:via|server)$/, value: /\bkong\// },
      { body: /no Route matched with those values|No API key found in request/ },
    ],
    version: { header: 'via', value: /\bkong\/([\d.]{1,20}[\w-]{0,20})/ },
    known: [
      {
        topic: 'route',
        status: 404,
        body: /no Route matched with those values/,
        cause: 'No Route of Kong matches this host and path.',
        remedy:
          'Add /v1/messages and /v1/models to the paths of the Route, or end the base URL in the path that the Route has.',
      },
      {
        topic: 'required-header',
        status: 401,
        body: /No API key found in request/,
        cause: 'The key-auth plugin wants its key in a header that the app does not send.',
        remedy:
          'Add x-api-key to key_names of the key-auth plugin and set inferenceGatewayAuthScheme to x-api-key.',
      },
      {
        topic: 'rate-limit',
        body: /API rate limit exceeded/,
        cause: 'The rate-limiting plugin has counted enough.',
        remedy: 'Raise minute or hour of the rate-limiting plugin for this consumer.',
      },
    ],
    remedies: {
      key: 'Give the consumer this key in the key-auth plugin, or turn the plugin off for the Route.',
      scheme: 'Add x-api-key to key_names of the key-auth plugin.',
      buffering: 'Set response_buffering: false on the Route, and drop plugins that read bodies.',
      timeout: 'Raise read_timeout of the Service (milliseconds; 60000 by default).',
      'body-size':
        'Raise nginx_http_client_max_body_size in kong.conf, or allowed_payload_size of request-size-limiting.',
      'rate-limit': 'Raise the limits of the rate-limiting plugin.',
      'upstream-down': 'Correct host and port of the Service, or the targets of its Upstream.',
      fields:
        'Set llm_format: anthropic and route_type: preserve in ai-proxy, so that bodies pass as they are.',
      betas: 'Let the request-transformer pass anthropic-beta on.',
    },
    setup: { schemes: ['x-api-key', 'bearer'] },
  },
  {
    id: 'azure-apim',
    name: 'Azure API Management',
    kind: 'api-gateway',
    evidence: [
      { header: /^(?:ocp-apim-|apim-)/ },
      { header: /^www-authenticate$/, value: /AzureApiManagementKey/i },
      { body: /Access denied due to (?:missing|invalid) subscription key|Out of call volume quota/ },
    ],
    known: [
      {
        topic: 'required-header',
        status: 401,
        body: /Access denied due to missing subscription key/,
        cause: 'API Management wants its subscription key in a header that the app does not send by itself.',
        remedy:
          'Set the header name of the subscription key to x-api-key under Settings of the API, with inferenceGatewayAuthScheme x-api-key; or add Ocp-Apim-Subscription-Key to inferenceCustomHeaders.',
      },
      {
        topic: 'key',
        status: 401,
        body: /Access denied due to invalid subscription key/,
        cause: 'The subscription key is wrong, or its subscription is not active.',
        remedy: 'Take the primary key of an active subscription that covers this API.',
      },
      {
        topic: 'quota',
        status: 403,
        body: /Out of (?:call volume|bandwidth) quota/,
        cause: 'The quota of the subscription is spent; the credential is fine.',
        remedy: 'Raise calls or renewal-period of the quota policy, or wait for it to be replenished.',
      },
      {
        topic: 'rate-limit',
        status: 429,
        body: /Rate limit is exceeded/,
        cause: 'The rate-limit policy has counted enough calls.',
        remedy: 'Raise calls of the rate-limit policy (llm-token-limit for tokens).',
      },
    ],
    remedies: {
      buffering:
        'Set buffer-response="false" in forward-request, and take policies that read the body (and Application Insights body logging) off this API.',
      timeout:
        'Raise timeout of forward-request; send keep-alives below the four minutes of the load balancer.',
      'required-header': 'Add Ocp-Apim-Subscription-Key to inferenceCustomHeaders.',
      'rate-limit': 'Raise the rate-limit and llm-token-limit policies.',
      route:
        'Add operations POST /v1/messages, POST /v1/messages/count_tokens and GET /v1/models to the API.',
      betas: 'Let set-header keep anthropic-beta and anthropic-version.',
      'body-size': 'Take validate-content (max-size) off this API.',
    },
    setup: {
      schemes: ['x-api-key', 'bearer'],
      headers: [
        {
          name: 'Ocp-Apim-Subscription-Key',
          why: 'Only where the API wants a subscription key beside the credential of the model.',
        },
      ],
    },
  },
  {
    id: 'aws-api-gateway',
    name: 'Amazon API Gateway',
    kind: 'api-gateway',
    evidence: [
      { header: /^(?:x-amz-apigw-id|apigw-requestid)$/ },
      { body: /"message":"Missing Authentication Token"/ },
    ],
    known: [
      {
        topic: 'route',
        status: 403,
        body: /Missing Authentication Token/,
        cause: 'API Gateway says this of a path it has no resource for.',
        remedy: 'End the base URL in the stage (such as /prod), and add a {proxy+} resource.',
      },
    ],
    remedies: {
      buffering:
        'Set the response transfer mode of the integration to STREAM (a REST API; HTTP APIs buffer).',
      timeout:
        'Raise the integration timeout; 29 seconds is the default, and an idle stream ends after 5 minutes.',
      'body-size': 'Put an Application Load Balancer in its place: API Gateway takes 10 MB at most.',
      'rate-limit': 'Raise rate and burst of the usage plan.',
    },
    setup: { schemes: ['x-api-key', 'bearer'] },
  },
  {
    id: 'apigee',
    name: 'Apigee',
    kind: 'api-gateway',
    evidence: [{ header: /^x-apigee-/ }, { body: /"fault":\s{0,4}\{\s{0,4}"faultstring"/ }],
    known: [
      {
        topic: 'quota',
        body: /policies\.ratelimit\.QuotaViolation/,
        cause: 'The Quota policy has counted enough calls.',
        remedy: 'Raise Allow of the Quota policy.',
      },
      {
        topic: 'key',
        body: /oauth\.v2\.(?:InvalidApiKey|FailedToResolveAPIKey)/,
        cause: 'The VerifyAPIKey policy does not find the key where it looks, or does not know it.',
        remedy:
          'Have VerifyAPIKey read request.header.x-api-key and set inferenceGatewayAuthScheme to x-api-key.',
      },
    ],
    remedies: {
      buffering:
        'Set response.streaming.enabled on proxy and target endpoint, and take policies off the response flow.',
      timeout: 'Raise io.timeout.millis of the target endpoint.',
      'body-size': 'Set request.streaming.enabled: a body that is not streamed may hold 10 MB.',
    },
    setup: { schemes: ['x-api-key', 'bearer'] },
  },
  {
    id: 'tyk',
    name: 'Tyk',
    kind: 'api-gateway',
    evidence: [
      { header: /^x-tyk-/ },
      { body: /"error":\s?"(?:Authorization field missing|Access to this API has been disallowed)"/ },
    ],
    remedies: {
      key: 'Give the key access to this API, and set auth.auth_header_name to the header that the app sends.',
      buffering: 'Set flush_interval to -1 in tyk.conf.',
      timeout: 'Raise proxy_default_timeout, and write_timeout of http_server_options.',
    },
  },
  {
    id: 'f5',
    name: 'F5 BIG-IP',
    kind: 'firewall',
    evidence: [
      { header: /^server$/, value: /big-?ip/i },
      { body: /The requested URL was rejected\. Please consult with your administrator/ },
    ],
    known: [
      {
        topic: 'firewall',
        body: /The requested URL was rejected/,
        cause: 'The security policy of BIG-IP rejects the body.',
        remedy:
          'Give the support ID of the page to its admin, and exempt /v1/messages from signatures on bodies.',
      },
    ],
    remedies: {
      firewall: 'Exempt /v1/messages from attack signatures in the ASM or Advanced WAF policy.',
      buffering:
        'Set the HTTP profile to response chunking "sustain" and take compression off text/event-stream.',
      timeout: 'Raise the idle timeout of the TCP profile.',
    },
  },
  {
    id: 'imperva',
    name: 'Imperva',
    kind: 'firewall',
    evidence: [{ header: /^x-iinfo$/ }, { body: /Incapsula incident ID/ }],
    remedies: { firewall: 'Add an exception for /v1/messages to the WAF policies of the site.' },
  },
  {
    id: 'zscaler',
    name: 'Zscaler',
    kind: 'firewall',
    evidence: [{ header: /^server$/, value: /zscaler/i }, { body: /zscaler(?:\.net|theme|tm)/i }],
    remedies: {
      firewall: 'Exempt the host of the gateway from SSL inspection and from URL filtering.',
      buffering: 'Exempt the host of the gateway from inspection: scanned bodies arrive as a whole.',
    },
  },
];
