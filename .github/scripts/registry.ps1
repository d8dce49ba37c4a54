# On Windows: what reg.exe makes of the registry files we write, and what comes back. Not yet run.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..' '..')
$key = 'HKLM\SOFTWARE\Policies\Claude'
$work = Join-Path ([System.IO.Path]::GetTempPath()) 'cowork-3p-registry'
New-Item -ItemType Directory -Force $work | Out-Null
$made = Join-Path $work 'claude.reg'
$back = Join-Path $work 'back.reg'

# What the references in the fixtures name.
foreach ($name in 'AWS_BEARER_TOKEN_BEDROCK', 'CLAUDE_KEY', 'CONFIG_TOKEN', 'FOUNDRY_KEY', 'GATEWAY_KEY', 'GOOGLE_SECRET') {
  Set-Item "env:$name" 'placeholder'
}

function Invoke-Checked([scriptblock] $command) {
  & $command
  if ($LASTEXITCODE -ne 0) { throw "exit code ${LASTEXITCODE}: $command" }
}

$checked = 0
foreach ($file in Get-ChildItem fixtures/ok -Filter *.json | Where-Object Name -NotLike '*.findings.json') {
  foreach ($encoding in 'utf16le', 'utf8') {
    node bin/cowork-3p.js export $file.FullName --encoding $encoding --replace -o $made --quiet 2>$null
    # What cannot be deployed on Windows is refused, and rightly so.
    if ($LASTEXITCODE -ne 0) { continue }
    # reg.exe reads UTF-8 in the code page of the machine, so only the default encoding must keep every character.
    $ascii = -not ((Get-Content -Raw $file.FullName) -match '[^\x00-\x7F]')
    if ($encoding -eq 'utf8' -and -not $ascii) { continue }
    Invoke-Checked { reg import $made }
    Invoke-Checked { reg query $key /v inferenceProvider }
    Invoke-Checked { reg export $key $back /y }
    Invoke-Checked { node bin/cowork-3p.js diff $made $back --quiet }
    Invoke-Checked { reg delete $key /f }
    $checked++
  }
}
"$checked registry files went through reg.exe and came back the same"
if ($checked -lt 40) { throw 'too few were checked' }

# The completion, in both PowerShells of a Windows machine.
$script = Join-Path $work 'completion.ps1'
node bin/cowork-3p.js completion powershell | Set-Content -Encoding utf8 $script
$ask = ". '$script'; [System.Management.Automation.CommandCompletion]::CompleteInput('cowork-3p val', 13, `$null).CompletionMatches.CompletionText"
foreach ($shell in 'pwsh', 'powershell') {
  $offered = & $shell -NoProfile -ExecutionPolicy Bypass -Command $ask
  if ($offered -ne 'validate') { throw "${shell} offers: $offered" }
}
'both PowerShells complete "val" to "validate"'
