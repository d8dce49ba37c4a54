import type { CommandModel, OptionModel, ProgramModel, Value } from './model.ts';

/** For the profile: `cowork-3p completion powershell | Out-String | Invoke-Expression`. Windows PowerShell 5.1 and 7. */
export function powershell({ name, commands, options }: ProgramModel): string {
  return `# PowerShell completion for ${name}, made by "${name} completion powershell"
Register-ArgumentCompleter -Native -CommandName @(${[name, `${name}.cmd`, `${name}.ps1`].map(quote).join(', ')}) -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = [ordered]@{
${commands.map((command) => `    ${quote(command.name)} = ${quote(command.description)}\n`).join('')}  }
  # Per command: each option with its description; per option the values, or $null for a file or a text.
  $options = @{
    '' = ${table(options)}
${commands.map((command) => `    ${quote(command.name)} = ${table(command.options)}\n`).join('')}  }
  $values = @{
${commands.flatMap(valueLines).join('')}  }
  $words = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or $_.Extent.Text -ne $wordToComplete } |
    Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
  $command = $words | Where-Object { $commands.Contains($_) } | Select-Object -First 1
  $previous = $words | Select-Object -Last 1
  $found = @()
  if (-not $command) {
    $found += $commands.GetEnumerator() | ForEach-Object { , @($_.Key, $_.Value) }
    $command = ''
  }
  $offered = $null
  if ($previous -and $values.ContainsKey("$command $previous")) { $offered = $values["$command $previous"] }
  elseif ($wordToComplete -notlike '-*' -and $values.ContainsKey("$command ")) { $offered = $values["$command "] }
  if ($offered) { $found = @($offered | ForEach-Object { , @($_, $_) }) }
  elseif ($wordToComplete -like '-*' -or $found.Count -gt 0) {
    $found += $options[$command].GetEnumerator() | ForEach-Object { , @($_.Key, $_.Value) }
  }
  $found | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`;
}

function table(options: readonly OptionModel[]): string {
  const rows = options.flatMap(({ flags, description }) =>
    flags.map((flag) => `${quote(flag)} = ${quote(description)}`),
  );
  return `[ordered]@{ ${rows.join('; ')} }`;
}

/** Values by "command option", and by "command " for what stands alone. */
function valueLines({ name, options, positionals }: CommandModel): readonly string[] {
  const lines = options.flatMap(({ flags, value }) => flags.map((flag) => line(`${name} ${flag}`, value)));
  return [...lines, ...positionals.slice(0, 1).map(({ value }) => line(`${name} `, value))].filter(
    (one) => one !== undefined,
  );
}

function line(key: string, value: Value | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return undefined;
  return `    ${quote(key)} = @(${value.map(quote).join(', ')})\n`;
}

/** A tooltip must not be empty. */
function quote(text: string): string {
  return `'${(text === '' ? ' ' : text).replace(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}
