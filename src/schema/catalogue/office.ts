import { anything, list, object, oneOf, text, type KeyRow } from '../key-spec.ts';

const sinceBounds = { after: '1.34493.1', atOrBefore: '1.46388.2' } as const;

/** Microsoft 365 add-in: its registration, and where it is off. */
export const office = {
  entraClientId: {
    title: 'Entra application (client) ID',
    summary: 'Has users of the add-in sign in through your own registration at Entra.',
    type: text({ format: 'uuid' }),
    sinceBounds,
  },
  entraAzureCloud: {
    title: 'Azure cloud',
    summary: 'Sends the sign-in of the add-in to a national cloud of Microsoft, or to the global one.',
    type: oneOf(['global', 'us-gov-high', 'us-gov-dod', 'china']),
    sinceBounds,
    notes: ['All but global want entraClientId.'],
    example: 'us-gov-high',
    beside: { settings: { entraClientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' } },
  },
  entraScope: {
    title: 'Entra delegated scope',
    summary: 'Lists the delegated scopes of the add-in, by spaces or commas and for a single resource.',
    type: text(),
    sinceBounds,
    notes: ['It wants entraClientId.'],
    example: 'api://3f2504e0-4f89-41d3-9a0c-0305e82c3301/access_as_user',
    beside: { settings: { entraClientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' } },
  },
  officeDisabledHosts: {
    title: 'Disabled Office applications',
    summary: 'Withholds the add-in from Excel (sheet), PowerPoint (slide), Word (doc) or Outlook (mail).',
    type: list(oneOf(['sheet', 'slide', 'doc', 'mail'])),
    sinceBounds,
    example: ['mail'],
  },
  officeDisabledFeatures: {
    title: 'Disabled add-in features',
    summary: 'Withholds single features from the add-in, or with addin.access everything.',
    type: list(oneOf(['skills.authoring', 'thumbs', 'addin.access', 'file.upload', 'web_search'])),
    sinceBounds,
    example: ['web_search'],
  },
  officeAccessPolicies: {
    title: 'Document access policies',
    summary: 'Grants or denies access to documents by their Microsoft Purview sensitivity label.',
    type: list(
      object({
        effect: {
          type: anything(),
          summary: 'Says what the statement does; its values are not established.',
        },
        action: { type: anything(), summary: 'Says what is done; its values are not established.' },
        resource: { type: anything(), summary: 'Says to what, by label; its values are not established.' },
      }),
    ),
    sinceBounds,
    example: [{ effect: 'deny', action: 'read', resource: 'Highly Confidential' }],
  },
} as const satisfies Record<string, KeyRow>;
