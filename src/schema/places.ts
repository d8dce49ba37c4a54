/*
 * Where Claude Desktop looks for a managed configuration, and where its vendor documents the keys. One place
 * for names that several formats, forms and readers spell out.
 */

/** The preference domain on macOS, and the type of the payload in a profile. */
export const PREFERENCE_DOMAIN = 'com.anthropic.claudefordesktop';

/** The registry key on Windows, below either hive; values stand directly under it. */
export const POLICY_KEY = 'SOFTWARE\\Policies\\Claude';

/** The hives by whom a policy is for: the device, or the user who is signed in. */
export const HIVES = { machine: 'HKEY_LOCAL_MACHINE', user: 'HKEY_CURRENT_USER' } as const;
export type Hive = keyof typeof HIVES;

/** The vendor's reference of the keys. */
export const VENDOR_REFERENCE = 'https://claude.com/docs/third-party/claude-desktop/configuration';
