const CREDENTIAL_NAMES =
  /^(?:authorization|proxy-authorization|cookie|x-api-key|api-key|apikey|x-auth-token|x-access-token|x-goog-api-key|x-portkey-api-key|x-litellm-api-key|ocp-apim-subscription-key|cf-access-client-secret|.*(?:secret|password|passwd|(?:^|[-_])token|api[-_]?key))$/i;

/** Whether a header's name says that it carries a credential. */
export function isCredentialHeader(name: string): boolean {
  return CREDENTIAL_NAMES.test(name);
}
