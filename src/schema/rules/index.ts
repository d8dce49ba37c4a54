import { appearance } from './appearance.ts';
import { baseUrl } from './base-url.ts';
import { bootstrap } from './bootstrap.ts';
import { browserDomains } from './browser-domains.ts';
import { changedDefaults } from './changed-defaults.ts';
import { claudeAiImport } from './claude-ai-import.ts';
import { consoleKey } from './console-key.ts';
import { controlCharacter } from './control-character.ts';
import { credentialConflict } from './credential-conflict.ts';
import { credentialKind } from './credential-kind.ts';
import { credentialMissing } from './credential-missing.ts';
import { credentialUnused } from './credential-unused.ts';
import { credentialValue } from './credential-value.ts';
import { devicePath } from './device-path.ts';
import { egressProxy } from './egress-proxy.ts';
import { entraAddIn } from './entra-add-in.ts';
import { entryNames } from './entry-names.ts';
import { customHeaders } from './custom-headers.ts';
import { headerCredential } from './header-credential.ts';
import { helperSettings } from './helper-settings.ts';
import { hostLists } from './host-lists.ts';
import { listEntries } from './list-entries.ts';
import { machineHive } from './machine-hive.ts';
import { marketplaces } from './marketplaces.ts';
import { mcpOauth } from './mcp-oauth.ts';
import { mcpServers } from './mcp-servers.ts';
import { microsoftBroker } from './microsoft-broker.ts';
import { modelCatalog } from './model-catalog.ts';
import { modelEntries } from './model-entries.ts';
import { modelFamilyDefaults } from './model-family-defaults.ts';
import { modelNames } from './model-names.ts';
import { modelPricing } from './model-pricing.ts';
import { modelsRequired } from './models-required.ts';
import { oidcBroker } from './oidc-broker.ts';
import { oidc } from './oidc.ts';
import { otherProviderKey } from './other-provider-key.ts';
import { otlp } from './otlp.ts';
import { platformKeys } from './platform-keys.ts';
import { pluginServers } from './plugin-servers.ts';
import { providerMissing } from './provider-missing.ts';
import { referenceInDeployedFile } from './reference-in-deployed-file.ts';
import { referenceMalformed } from './reference-malformed.ts';
import { requiredKeys } from './required-keys.ts';
import type { Rule } from './rule.ts';
import { secretLiteral } from './secret-literal.ts';
import { sshClient } from './ssh-client.ts';
import { sshSessions } from './ssh-sessions.ts';
import { standardDeploymentKey } from './standard-deployment-key.ts';
import { surfaces } from './surfaces.ts';
import { tokenCap } from './token-cap.ts';
import { toolNames } from './tool-names.ts';
import { toolNetwork } from './tool-network.ts';
import { toolSearch } from './tool-search.ts';
import { updates } from './updates.ts';
import { userPlugins } from './user-plugins.ts';

/** Every cross-key rule. A new rule is one file and its line here. */
export const rules: readonly Rule[] = [
  providerMissing,
  requiredKeys,
  credentialKind,
  credentialMissing,
  credentialConflict,
  credentialUnused,
  helperSettings,
  otherProviderKey,
  standardDeploymentKey,
  consoleKey,
  baseUrl,
  modelNames,
  modelEntries,
  modelFamilyDefaults,
  modelsRequired,
  modelPricing,
  modelCatalog,
  oidc,
  oidcBroker,
  bootstrap,
  mcpServers,
  mcpOauth,
  marketplaces,
  pluginServers,
  userPlugins,
  entryNames,
  otlp,
  customHeaders,
  headerCredential,
  egressProxy,
  updates,
  surfaces,
  toolSearch,
  toolNames,
  toolNetwork,
  hostLists,
  sshSessions,
  sshClient,
  browserDomains,
  tokenCap,
  appearance,
  claudeAiImport,
  entraAddIn,
  microsoftBroker,
  platformKeys,
  machineHive,
  changedDefaults,
  secretLiteral,
  credentialValue,
  devicePath,
  listEntries,
  controlCharacter,
  referenceMalformed,
  referenceInDeployedFile,
];

/** The rules that have something to say about a document which sets these keys. */
export function rulesFor(settings: ReadonlyMap<string, unknown>): readonly Rule[] {
  return rules.filter(({ when }) => when === undefined || when.some((key) => settings.has(key)));
}
