import { POLICY_KEY } from '../schema/index.ts';
import { settingsDigest } from '../schema/forms.ts';
import { jsonEscape } from '../text/json.ts';
import type { ExportedFile, FolderExporter } from './exporter.ts';
import { Unwritable } from './unwritable.ts';
import { wireText, writable } from './wire.ts';

/** Largest script that Intune documents. */
const MAX_BYTES = 200_000;

/**
 * A pair of scripts for an Intune remediation, for Windows PowerShell 5.1 as SYSTEM. What the engine does
 * decides how they are written: a script without BOM is read as ANSI, so they are ASCII; any exit code but 0
 * of the detection runs the remediation, so every path ends with an explicit one; the last line of the
 * output is kept in the console, so it is the only one and holds names, never values.
 */
export const intuneRemediation: FolderExporter = {
  platform: 'windows',
  secrets: 'refused',
  readers: 'every administrator who may read scripts in Intune can read them, and devices keep a copy',
  files(settings, { replace = false, hive }) {
    if (hive === 'user')
      throw new Unwritable(
        'A remediation writes HKEY_LOCAL_MACHINE: users may not change their own policies.',
        'Leave --hive out, or set policies for users by Group Policy.',
      );
    const head = setup(settings, replace);
    return [script('detect.ps1', DETECT, head), script('remediate.ps1', REMEDIATE, head)];
  },
};

/** What both scripts begin with: the wanted values as one text of ASCII JSON, each value as the registry will hold it. */
function setup(settings: ReadonlyMap<string, unknown>, replace: boolean): string {
  const members = writable(settings).map(
    ([key, value]) => `  ${asciiJson(key)}: ${asciiJson(wireText(key, value))}`,
  );
  return `$ErrorActionPreference = 'Stop'
$digest = '${settingsDigest(settings)}'
$replace = ${replace ? '$true' : '$false'}
$wanted = @'
{
${members.join(',\n')}
}
'@ | ConvertFrom-Json
`;
}

/** A JSON text of printable ASCII only. In a here-string it cannot end it: each line begins with a blank. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7E]/g, jsonEscape);
}

const OPEN = `[Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64)`;

const DETECT = {
  comment:
    'Detection half of an Intune remediation. Exit 0: the device has the configuration; 1: it differs.',
  body: `$problems = New-Object 'System.Collections.Generic.List[string]'
$others = New-Object 'System.Collections.Generic.List[string]'
try {
    $base = ${OPEN}
    $key = $base.OpenSubKey('${POLICY_KEY}')
    if ($null -eq $key) {
        $problems.Add('key missing')
    } else {
        foreach ($setting in $wanted.PSObject.Properties) {
            $value = $key.GetValue($setting.Name, $null, [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
            if ($null -eq $value) {
                $problems.Add('missing ' + $setting.Name)
            } elseif ($key.GetValueKind($setting.Name) -ne [Microsoft.Win32.RegistryValueKind]::String) {
                $problems.Add('type ' + $setting.Name)
            } elseif (-not [string]::Equals([string]$value, [string]$setting.Value, [StringComparison]::Ordinal)) {
                $problems.Add('differs ' + $setting.Name)
            }
        }
        if ($replace) {
            foreach ($name in $key.GetValueNames()) {
                if ($name -eq '') {
                    $problems.Add('extra (default)')
                } elseif ($null -eq $wanted.PSObject.Properties[$name]) {
                    $problems.Add('extra ' + $name)
                }
            }
            foreach ($name in $key.GetSubKeyNames()) { $problems.Add('subkey ' + $name) }
        } else {
            foreach ($name in $key.GetValueNames()) {
                if ($name -ne '' -and $null -eq $wanted.PSObject.Properties[$name]) { $others.Add($name) }
            }
        }
        $key.Dispose()
    }
    $base.Dispose()
} catch {
    $problems.Add('error ' + $_.Exception.GetBaseException().GetType().Name)
}
$also = ''
if ($others.Count -gt 0) { $also = '; also ' + (($others -join ', ') -replace '[^ -~]', '?') }
if ($also.Length -gt 1700) { $also = $also.Substring(0, 1700) + ' ...' }
if ($problems.Count -eq 0) {
    Write-Output ('compliant; configuration ' + $digest + $also)
    exit 0
}
$line = ($problems -join ', ') -replace '[^ -~]', '?'
if ($line.Length -gt 1800) { $line = $line.Substring(0, 1800) + ' ...' }
Write-Output ($line + '; configuration ' + $digest)
exit 1
`,
};

const REMEDIATE = {
  comment: 'Remediation half of an Intune remediation. Exit 0: written; 1: failed.',
  body: `try {
    $base = ${OPEN}
    $key = $base.CreateSubKey('${POLICY_KEY}')
    foreach ($setting in $wanted.PSObject.Properties) {
        $key.SetValue($setting.Name, [string]$setting.Value, [Microsoft.Win32.RegistryValueKind]::String)
    }
    if ($replace) {
        foreach ($name in @($key.GetValueNames())) {
            if ($name -eq '' -or $null -eq $wanted.PSObject.Properties[$name]) { $key.DeleteValue($name, $false) }
        }
        foreach ($name in @($key.GetSubKeyNames())) { $key.DeleteSubKeyTree($name, $false) }
    }
    $key.Dispose()
    $base.Dispose()
} catch {
    Write-Output ('failed ' + $_.Exception.GetBaseException().GetType().Name + '; configuration ' + $digest)
    exit 1
}
Write-Output ('written; configuration ' + $digest)
exit 0
`,
};

function script(
  name: string,
  { comment, body }: { readonly comment: string; readonly body: string },
  head: string,
): ExportedFile {
  const text = [
    '# Claude Desktop policy, written by cowork-3p. Do not edit: export it again.',
    `# ${comment}`,
    '# Run it as SYSTEM in the 64-bit host. The one line of output names keys, never values.',
    head,
  ].join('\n');
  const bytes = Buffer.from(`${text}${body}`.replaceAll('\n', '\r\n'), 'latin1');
  if (bytes.length > MAX_BYTES)
    throw new Unwritable(
      `${name} would be ${bytes.length} bytes long; Intune takes ${MAX_BYTES}.`,
      'Deliver the configuration as a registry file in a Win32 app instead.',
    );
  return { name, bytes };
}
