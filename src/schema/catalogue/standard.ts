import { anything, bool, either, list, oneOf, text, type KeyRow } from '../key-spec.ts';

const organization = text({ format: 'uuid' });

/** Standard deployments: keys for users of claude.ai, without effect on third-party inference. */
export const standard = {
  forceLoginOrgUUID: {
    title: 'Required organization UUID',
    summary: 'Admits only accounts of this claude.ai organization, or of one of these.',
    type: either(organization, list(organization)),
    sinceBounds: { atOrBefore: '1.34493.1' },
    standardOnly: true,
    notes: ['A lone UUID selects the organization as well, which a list does not.'],
    example: ['6f9619ff-8b86-4d01-b42d-00cf4fc964ff'],
  },
  loginSsoOrgDomain: {
    title: 'SSO login domain',
    summary: 'Gives the domain by which claude.ai finds the single sign-on of the organization.',
    type: text(),
    sinceBounds: { atOrBefore: '1.34493.1' },
    standardOnly: true,
    example: 'example.com',
  },
  disableMultiAccount: {
    title: 'Single account only',
    summary: 'Permits no more than one signed-in account at any time.',
    type: bool,
    sinceBounds: { after: '1.34493.1', atOrBefore: '1.46388.2' },
    standardOnly: true,
  },
  effortLevel: {
    title: 'Effort level',
    summary: 'Sets the effort with which sessions of a standard deployment begin.',
    type: oneOf(['low', 'medium', 'high', 'xhigh', 'max']),
    since: '1.25927.0',
    standardOnly: true,
    notes: [
      'In a third-party deployment defaultModelEffort does this.',
      'Its ends are documented; the levels between are those of defaultModelEffort.',
    ],
  },
  importThirdPartyHistoryIntoOrgUUID: {
    title: 'Import third-party history into organization',
    summary: 'Presumably brings history from third-party inference into a claude.ai organization.',
    type: anything('string (uuid)'),
    sinceBounds: { after: '1.49585.0', atOrBefore: '2.2553.1' },
    notes: ['Only the name is known.'],
  },
} as const satisfies Record<string, KeyRow>;
