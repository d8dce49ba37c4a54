import { POLICY_KEY } from '../../schema/index.ts';
import { MASKED_TEXT } from '../mask.ts';
import { PACKAGE_PLACES, PLACES_OF } from '../places.ts';
import { safeKeys } from './safe-keys.ts';
import { folded, logMarks, LOG_LINES } from './words.ts';

const path = (file: string): string => file.replaceAll('/', '\\');
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The script for Windows PowerShell 5.1 and later: printable ASCII, for a script without a mark is read as ANSI. */
export const windowsScript = (): string => {
  const lines = `# Takes what "cowork-3p status" needs from a Windows device: writes one folder, changes nothing else.
#   powershell -ExecutionPolicy Bypass -File collect-windows.ps1 [-Out FOLDER] [-Unmasked]
# Values that may be secrets are masked unless -Unmasked is given. As SYSTEM it takes the hives of all users who are signed in.
param([string]$Out = (Join-Path (Get-Location) $env:COMPUTERNAME), [switch]$Unmasked)
$ErrorActionPreference = 'Stop'
$reg = Join-Path $env:SystemRoot 'System32\\reg.exe'
$policy = ${literal(POLICY_KEY)}
$safe = @(
${folded(safeKeys.map(literal), '    ', ', ').replaceAll("'\n", "',\n")}
)
$marks = @(
${logMarks.map((mark) => `    ${literal(mark)}`).join(',\n')}
)
$mask = ${literal(MASKED_TEXT)}
$maskBytes = (([Text.Encoding]::Unicode.GetBytes($mask + [char]0)) | ForEach-Object { $_.ToString('x2') }) -join ','
New-Item -ItemType Directory -Force -Path $Out | Out-Null
$Out = (Resolve-Path -LiteralPath $Out).Path

# Each value keeps its type, which decides whether the app reads it; numbers stay as they are.
function Protect-Export([string]$File) {
    if ($Unmasked) { return }
    $text = [IO.File]::ReadAllText($File, [Text.Encoding]::Unicode) -replace '\\\\\\r\\n\\s*', ''
    $kept = foreach ($line in ($text -split '\\r\\n')) {
        if ($line -match '^(@|"((?:[^"\\\\]|\\\\.)*)")=(.*)$') {
            $left = $Matches[1]
            $name = $Matches[2]
            $right = $Matches[3]
            if ($right -like 'dword:*' -or $right -eq '""' -or ($left -ne '@' -and $safe -ccontains $name)) { $line }
            elseif ($right -match '^(hex(?:\\([0-9a-f]+\\))?:)') { $left + '=' + $Matches[1] + $maskBytes }
            else { $left + '="' + $mask + '"' }
        } else { $line }
    }
    [IO.File]::WriteAllText($File, ($kept -join [Environment]::NewLine), [Text.Encoding]::Unicode)
}

function Export-Key([string]$Key, [string]$Name) {
    $file = Join-Path $Out ($Name + '.reg')
    $process = Start-Process -FilePath $reg -ArgumentList ('export "' + $Key + '" "' + $file + '" /y /reg:64') -NoNewWindow -Wait -PassThru
    if ($process.ExitCode -eq 0 -and (Test-Path -LiteralPath $file)) { Protect-Export $file }
    else {
        # A header alone: the key is not there, and this is a Windows device.
        [IO.File]::WriteAllText($file, "Windows Registry Editor Version 5.00\`r\`n\`r\`n", [Text.Encoding]::Unicode)
    }
}

function Copy-Json([string]$From, [string]$To) {
    if ($Unmasked) { Copy-Item -LiteralPath $From -Destination $To -Force; return }
    try {
        $value = Get-Content -LiteralPath $From -Raw -Encoding UTF8 | ConvertFrom-Json
        foreach ($member in @($value.PSObject.Properties)) {
            if (-not ($safe -ccontains $member.Name) -and $member.Value -isnot [bool]) { $member.Value = $mask }
        }
        $text = ConvertTo-Json -InputObject $value -Depth 50
    } catch { $text = 'this file is no JSON; its content was not taken' }
    [IO.File]::WriteAllText($To, $text)
}

function Copy-Library([string]$From, [string]$Name) {
    $index = Join-Path $From '_meta.json'
    if (-not (Test-Path -LiteralPath $index)) { return }
    $to = Join-Path $Out $Name
    New-Item -ItemType Directory -Force -Path $to | Out-Null
    Copy-Item -LiteralPath $index -Destination (Join-Path $to '_meta.json') -Force
    foreach ($entry in (Get-ChildItem -LiteralPath $From -Filter '*.json')) {
        if ($entry.Name -ne '_meta.json') { Copy-Json $entry.FullName (Join-Path $to $entry.Name) }
    }
}

function Copy-Log([string]$From, [string]$Name) {
    $to = Join-Path $Out $Name
    if (-not (Test-Path -LiteralPath $From) -or (Test-Path -LiteralPath $to)) { return }
    $taken = Select-String -LiteralPath $From -SimpleMatch -Pattern $marks -Encoding UTF8 | Select-Object -Last ${String(LOG_LINES)} | ForEach-Object { $_.Line.Substring(0, [Math]::Min(1000, $_.Line.Length)) }
    [IO.File]::WriteAllText($to, (@($taken) -join "\`r\`n") + "\`r\`n")
}

# Of the state of the app, only what the user chose at the login screen.
function Copy-Mode([string]$From) {
    $to = Join-Path $Out 'claude_desktop_config.json'
    if (-not (Test-Path -LiteralPath $From) -or (Test-Path -LiteralPath $to)) { return }
    if ((Get-Content -LiteralPath $From -Raw -Encoding UTF8) -match '"deploymentMode"\\s*:\\s*"([0-9a-z]*)"') {
        [IO.File]::WriteAllText($to, '{"deploymentMode":"' + $Matches[1] + '"}')
    }
}

Export-Key ('HKLM\\' + $policy) 'HKLM'
$me = [Security.Principal.WindowsIdentity]::GetCurrent()
if ($me.IsSystem) {
    foreach ($hive in [Microsoft.Win32.Registry]::Users.GetSubKeyNames()) {
        if ($hive -match '^S-1-(5-21|12-1)(-\\d+){4}$') { Export-Key ('HKU\\' + $hive + '\\' + $policy) ('HKU-' + $hive) }
    }
} else { Export-Key ('HKCU\\' + $policy) 'HKCU' }

if ($env:LOCALAPPDATA -and -not $me.IsSystem) {
    Copy-Library (Join-Path $env:LOCALAPPDATA ${literal(path(PLACES_OF.windows.library))}) 'configLibrary'
    Copy-Library (Join-Path $env:LOCALAPPDATA ${literal(path(PACKAGE_PLACES.library))}) 'configLibrary-package'
    foreach ($place in ${literal(path(PLACES_OF.windows.log))}, ${literal(path(PACKAGE_PLACES.log))}) { Copy-Log (Join-Path $env:LOCALAPPDATA $place) 'main.log' }
    foreach ($place in ${literal(path(PLACES_OF.windows.setupLog))}, ${literal(path(PACKAGE_PLACES.setupLog))}) { Copy-Log (Join-Path $env:LOCALAPPDATA $place) 'custom3p-setup.log' }
    foreach ($place in ${literal(path(PLACES_OF.windows.desktopConfig))}, ${literal(path(PACKAGE_PLACES.desktopConfig))}) { Copy-Mode (Join-Path $env:LOCALAPPDATA $place) }
}
$package = Get-AppxPackage -Name Claude -ErrorAction SilentlyContinue | Select-Object -First 1
if ($package) { [IO.File]::WriteAllText((Join-Path $Out 'version.txt'), [string]$package.Version) }
Write-Output ('wrote ' + $Out + '; look at it before you send it')
`;
  return lines.replaceAll('\n', '\r\n');
};
