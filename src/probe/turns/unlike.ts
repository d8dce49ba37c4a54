/** The remedy where the same request is taken once and once not. */
export const UNLIKE =
  'Look whether all servers behind the gateway have the same version and settings: the app does not ask again after a refusal.';
