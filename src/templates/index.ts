import type { Template, TemplateKind } from './template.ts';

/** Every kind of form; each is loaded when it is asked for. */
export const templates = {
  admx: async () => (await import('./admx.ts')).admx,
  'jamf-schema': async () => (await import('./jamf-schema.ts')).jamfSchema,
  'profile-manifest': async () => (await import('./profile-manifest.ts')).profileManifest,
} as const satisfies Record<TemplateKind, () => Promise<Template>>;
