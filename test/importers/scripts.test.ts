import { describe, expect, test } from 'vitest';
import { detect } from '../../src/importers/index.ts';
import type { Document } from '../../src/schema/document.ts';
import { bytes, readAs, valuesOf } from './containers.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

/* Scripts are read and never run: what each statement is known to write, and what is said to be computed. */

/** Reads a file of any kind, whatever comes of it. */
function decoded(data: Uint8Array): void {
  const importer = detect(data);
  if (importer.ok) importer.value.decode(data);
}

const codes = (document: Document): string[] =>
  document.findings.map(({ code, key }) => `${code} ${key}`.trim());

const KEY = 'HKLM:\\SOFTWARE\\Policies\\Claude';
const HEAD = `$k = '${KEY}'\nNew-Item -Path $k -Force | Out-Null\n`;

describe('PowerShell', () => {
  test.for<[string, string, Record<string, unknown>]>([
    ['by position', "Set-ItemProperty $k a 'b'", { a: 'b' }],
    ['by name, cut short', "Set-ItemProperty -Pat $k -Na a -V 'b' -Typ String", { a: 'b' }],
    ['by alias', "sp $k a 'b'", { a: 'b' }],
    [
      'in any order, continued',
      "New-ItemProperty `\n  -Value 'b' `\n  -Name a -Path $k -PropertyType String -Force",
      { a: 'b' },
    ],
    ['splatted', "$p = @{ Path = $k; Name = 'a'; Value = 'b' }\nSet-ItemProperty @p", { a: 'b' }],
    [
      'what a condition deletes may be there: a value',
      "Set-ItemProperty $k a 'b'\nif (Test-Path x) { Remove-ItemProperty $k a }",
      { a: 'b' },
    ],
    [
      'what a condition deletes may be there: the key',
      "Set-ItemProperty $k a 'b'\nif (Test-Path x) { Remove-Item $k }",
      { a: 'b' },
    ],
    [
      'what a condition deletes may be there: a value, by its object',
      "Set-ItemProperty $k a 'b'\nif (Test-Path x) { (Get-Item $k).DeleteValue('a') }",
      { a: 'b' },
    ],
    ['quotes and escapes', 'Set-ItemProperty $k a "it`"s `$5 \'x\' ""y"""', { a: 'it"s $5 \'x\' "y"' }],
    ['single quotes doubled', "Set-ItemProperty $k a 'it''s $x'", { a: "it's $x" }],
    [
      'variables in texts',
      '$h = \'gw.example.com\'\nSet-ItemProperty $k a "https://$h/v${h}"',
      { a: 'https://gw.example.com/vgw.example.com' },
    ],
    [
      'a sum, a join, a format',
      "Set-ItemProperty $k a ('x' + 'y')\nSet-ItemProperty $k b (@('p','q') -join ',')\nSet-ItemProperty $k c ('{0}-{1}' -f 'm','n')",
      { a: 'xy', b: 'p,q', c: 'm-n' },
    ],
    ['a here-string', '$v = @\'\n{"a": "it\'s"}\n\'@\nSet-ItemProperty $k a $v', { a: '{"a": "it\'s"}' }],
    [
      'JSON made of a table',
      "$m = @(@{ name = 'claude-opus-5'; supports1m = $true })\nSet-ItemProperty $k a (ConvertTo-Json -InputObject $m -Compress)",
      { a: '[{"name":"claude-opus-5","supports1m":true}]' },
    ],
    [
      'a list of one down the pipe loses its brackets',
      "Set-ItemProperty $k a (@('x') | ConvertTo-Json)",
      { a: '"x"' },
    ],
    [
      'a list of two keeps them',
      "Set-ItemProperty $k a (@('x', 'y') | ConvertTo-Json -Compress)",
      { a: '["x","y"]' },
    ],
    [
      'a loop over a table',
      "$s = [ordered]@{ a = 'b'; c = 'd' }\nforeach ($n in $s.Keys) { Set-ItemProperty $k $n $s[$n] }",
      { a: 'b', c: 'd' },
    ],
    [
      'a loop over its entries',
      "$s = @{ a = 'b' }\nforeach ($e in $s.GetEnumerator()) { Set-ItemProperty -Path $k -Name $e.Key -Value $e.Value }",
      { a: 'b' },
    ],
    [
      'a pipe over its entries',
      "@{ a = 'b' }.GetEnumerator() | ForEach-Object { Set-ItemProperty $k $_.Key $_.Value }",
      { a: 'b' },
    ],
    [
      'a list of objects',
      "@(@{ N = 'a'; V = 'b' }, @{ N = 'c'; V = 1 }) | % { New-ItemProperty $k -Name $_.N -Value $_.V }",
      { a: 'b', c: 1 },
    ],
    [
      'a function of its own',
      "function Set-One($Name, $Value) { Set-ItemProperty -Path $k -Name $Name -Value $Value }\nSet-One 'a' 'b'\nSet-One -Value 'd' -Name 'c'",
      { a: 'b', c: 'd' },
    ],
    [
      'a function with param()',
      "function Set-One {\n  param([Parameter(Mandatory)][string]$Name, [string]$Value = 'x')\n  Set-ItemProperty $k $Name $Value\n}\nSet-One a",
      { a: 'x' },
    ],
    [
      'an object from JSON',
      '$w = \'{"a":"b"}\' | ConvertFrom-Json\nforeach ($p in $w.PSObject.Properties) { Set-ItemProperty $k $p.Name $p.Value }',
      { a: 'b' },
    ],
    [
      'a block handed to a function',
      "function Invoke-Step($What, [scriptblock]$Do) { Write-Host $What; & $Do }\nInvoke-Step 'policy' { Set-ItemProperty $k a 'b' }",
      { a: 'b' },
    ],
    ['a block handed to a command', "Invoke-Command -ScriptBlock { Set-ItemProperty $k a 'b' }", { a: 'b' }],
    [
      'a program by its path',
      '& "$env:windir\\system32\\reg.exe" add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f',
      { a: 'b' },
    ],
    [
      'inside try and if',
      "try { if (-not (Test-Path $k)) { New-Item $k }\n Set-ItemProperty $k a 'b' } catch { Write-Error $_; exit 1 }",
      { a: 'b' },
    ],
    [
      'the registry classes',
      "[Microsoft.Win32.Registry]::SetValue('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude', 'a', 'b')\n$r = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\\Policies\\Claude')\n$r.SetValue('c', 'd', [Microsoft.Win32.RegistryValueKind]::String)",
      { a: 'b', c: 'd' },
    ],
    [
      'reg add',
      'reg add \'HKLM\\SOFTWARE\\Policies\\Claude\' /v a /t REG_SZ /d b /f\n& reg.exe add "HKLM\\SOFTWARE\\Policies\\Claude" /v c /t REG_DWORD /d 0x10 /f',
      { a: 'b', c: 16 },
    ],
    [
      'reg add loses bare quotes',
      'reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d \'["x"]\' /f\nreg add HKLM\\SOFTWARE\\Policies\\Claude /v b /d \'[\\"x\\"]\' /f',
      { a: '[x]', b: '["x"]' },
    ],
    ['cmd /c reg add', 'cmd /c "reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f"', { a: 'b' }],
    [
      'Start-Process',
      "Start-Process reg -ArgumentList 'add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f' -Wait",
      { a: 'b' },
    ],
    [
      'types',
      "Set-ItemProperty $k a 1\nSet-ItemProperty $k b 1 -Type String\nSet-ItemProperty $k c '2' -Type DWord\nSet-ItemProperty $k d $true",
      { a: 1, b: '1', c: 2, d: 'True' },
    ],
    [
      'either slash, any case, another provider name',
      "Set-ItemProperty 'hklm:/software/policies/claude' a 'b'\nSet-ItemProperty 'Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude' c 'd'",
      { a: 'b', c: 'd' },
    ],
    [
      'Join-Path',
      "$j = Join-Path 'HKLM:\\SOFTWARE\\Policies' 'Claude'\nSet-ItemProperty $j a 'b'",
      { a: 'b' },
    ],
    [
      'a registry file in a here-string',
      '@\'\nWindows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\n"a"="b"\n\'@ | Out-File x.reg\nreg import x.reg',
      { a: 'b' },
    ],
    [
      'comments are none of it',
      "# Set-ItemProperty $k a 'b'\n<# Set-ItemProperty $k a 'b' #>\nSet-ItemProperty $k c 'd' # 'x",
      { c: 'd' },
    ],
    ['before its path', "Set-ItemProperty -Name a -Value 'b' $k", { a: 'b' }],
    ['with colons', "Set-ItemProperty -Path:$k -Name:a -Value:'b'", { a: 'b' }],
    [
      'a list that is handed over keeps its brackets',
      "Set-ItemProperty $k a (ConvertTo-Json @('x') -Compress)\nSet-ItemProperty $k b (@('x') | ConvertTo-Json -AsArray)",
      { a: '["x"]', b: '["x"]' },
    ],
    [
      'JSON is cut off below two levels',
      "$m = @{ a = @{ b = @{ c = @{ d = 1 }; e = @('p', 'q') } } }\nSet-ItemProperty $k a (ConvertTo-Json $m)\nSet-ItemProperty $k b (ConvertTo-Json $m -Depth 3)\nSet-ItemProperty $k c ($m | ConvertTo-Json -Depth 9)",
      {
        a: '{"a":{"b":{"c":"System.Collections.Hashtable","e":"p q"}}}',
        b: '{"a":{"b":{"c":{"d":1},"e":["p","q"]}}}',
        c: '{"a":{"b":{"c":{"d":1},"e":["p","q"]}}}',
      },
    ],
    [
      'numbers',
      'Set-ItemProperty $k a 1kb\nSet-ItemProperty $k b 0x10\nSet-ItemProperty $k c (2 + 3)\nSet-ItemProperty $k d 1.5\nSet-ItemProperty $k e 2147483647\nSet-ItemProperty $k f 3L\nSet-ItemProperty $k g -7 -Type String\nSet-ItemProperty $k h -1 -Type DWord\nSet-ItemProperty $k i 4294967295 -Type DWord',
      { a: 1024, b: 16, c: 5, d: '1.5', e: 2147483647, f: 3, g: '-7', h: 4294967295, i: 4294967295 },
    ],
    [
      'casts',
      "Set-ItemProperty $k a ([string]5)\nSet-ItemProperty $k b ([int]'5')\nSet-ItemProperty $k c ([bool]1)\nSet-ItemProperty $k d ([string[]]'x' | ConvertTo-Json -AsArray)\nSet-ItemProperty $k e ([int]$true)\nSet-ItemProperty $k f ([System.String]'y')\nSet-ItemProperty $k g ([int]$false)",
      { a: '5', b: 5, c: 'True', d: '["x"]', e: 1, f: 'y', g: 0 },
    ],
    [
      'members of a text, also as an argument',
      "Set-ItemProperty $k a ' x '.Trim()\nSet-ItemProperty $k b ' x '.TrimStart()\nSet-ItemProperty $k c ' x '.TrimEnd()\nSet-ItemProperty $k d 'aXa'.ToLower()\nSet-ItemProperty $k e 'x'.ToUpper()\nSet-ItemProperty $k f 'x.y.z'.Replace('.', '-')\nSet-ItemProperty $k g (5).ToString()\nSet-ItemProperty $k h 'abc'.Length",
      { a: 'x', b: 'x ', c: ' x', d: 'axa', e: 'X', f: 'x-y-z', g: '5', h: 3 },
    ],
    ['a word around quotes and variables', "$v = 'y'\nSet-ItemProperty $k a x'\"'$v\"z\"", { a: 'x"yz' }],
    [
      'items and members',
      "$l = @('p', 'q', 'r')\n$h = @{ A = 'b' }\nSet-ItemProperty $k a $l[1]\nSet-ItemProperty $k b $l[-1]\nSet-ItemProperty $k c $h['a']\nSet-ItemProperty $k d $h.a\nSet-ItemProperty $k e $l.Count\nSet-ItemProperty $k f $h.Count\nSet-ItemProperty $k g $l.Length\nSet-ItemProperty $k h ($h.Values -join '')",
      { a: 'q', b: 'r', c: 'b', d: 'b', e: 3, f: 1, g: 3, h: 'b' },
    ],
    [
      'a table that is filled',
      "$h = @{}\n$h.Add('a', 'b')\n$h['c'] = 'd'\n$h.e = 'f'\n$h.GetEnumerator() | % { sp $k $_.Name $_.Value }",
      { a: 'b', c: 'd', e: 'f' },
    ],
    [
      'what is added to a variable',
      "$a = 'x'; $a += 'y'\n$l = @('p'); $l += 'q'\n$n = 1; $n += 2\n$t = $null; $t += 'z'\n$h = @{ p = 'q' } + @{ r = 's' }\nSet-ItemProperty $k a $a\nSet-ItemProperty $k b ($l -join '-')\nSet-ItemProperty $k c $n\nSet-ItemProperty $k d $t\nSet-ItemProperty $k e $h.r\nSet-ItemProperty $k f ((@(1) + @(2, 3)) -join '')",
      { a: 'xy', b: 'p-q', c: 3, d: 'z', e: 's', f: '123' },
    ],
    [
      'objects',
      "$o = [pscustomobject]@{ a = 'b' }\n$p = New-Object PSObject -Property @{ c = 'd' }\nSet-ItemProperty $k a $o.a\nSet-ItemProperty $k c $p.c",
      { a: 'b', c: 'd' },
    ],
    [
      'expressions in texts',
      '$h = @{ a = \'b\' }\nSet-ItemProperty $k a "<$($h.a)>`t`$"\nSet-ItemProperty $k b "$(1)$(\'x\')"',
      { a: '<b>\t$', b: '1x' },
    ],
    ['braces of a format', "Set-ItemProperty $k a ('{{{0}}} {1}' -f 'x', 'y')", { a: '{x} y' }],
    [
      'variables made by a command',
      "New-Variable -Name v -Value 'b'\nSet-Variable w 'd' -Scope Script\nSet-ItemProperty $k a $v\nSet-ItemProperty $k c $script:w",
      { a: 'b', c: 'd' },
    ],
    [
      'what a function hands back',
      "function F { return 'b' }\nfunction G($X) { \"$X!\" }\nSet-ItemProperty $k a (F)\nSet-ItemProperty $k b (G 'x')",
      { a: 'b', b: 'x!' },
    ],
    [
      'blocks that are called',
      ". { Set-ItemProperty $k a 'b' }\n& { Set-ItemProperty $k c 'd' }",
      { a: 'b', c: 'd' },
    ],
    [
      'signs before a list',
      "Set-ItemProperty $k a (-join @('p', 'q'))\nSet-ItemProperty $k b (ConvertTo-Json (,'x'))",
      { a: 'pq', b: '["x"]' },
    ],
    [
      'a pipe over texts',
      "'a', 'b' | ForEach-Object -Process { Set-ItemProperty $k $_ 'x' }\n'c' | % { Set-ItemProperty $k $PSItem 'y' }",
      { a: 'x', b: 'x', c: 'y' },
    ],
    [
      'each case of a switch',
      "switch -Wildcard ($x) { 'a*' { Set-ItemProperty $k a 'b'; break }\n { $_ -gt 1 } { Set-ItemProperty $k c 'd' } default { Set-ItemProperty $k e 'f' } }",
      { a: 'b', c: 'd', e: 'f' },
    ],
    [
      'from where the script stands',
      "Push-Location HKLM:\\SOFTWARE\\Policies\nNew-Item Claude\nSet-ItemProperty Claude a 'b'\nSet-ItemProperty .\\Claude c 'd'\nSet-Location $k\nSet-ItemProperty . e 'f'\nSet-ItemProperty -Path '.\\' -Name g -Value h\nSet-ItemProperty C:\\x i 'j'\nSet-ItemProperty \\x i 'j'",
      { a: 'b', c: 'd', e: 'f', g: 'h' },
    ],
    [
      'the key as an object',
      "$i = New-Item -Path HKLM:\\SOFTWARE\\Policies -Name Claude -Force\n$i | Set-ItemProperty -Name a -Value 'b'\nGet-Item $k | Set-ItemProperty -Name c -Value 'd'\nSet-ItemProperty -LiteralPath $k -Name e -Value 'f'",
      { a: 'b', c: 'd', e: 'f' },
    ],
    [
      'the provider in full',
      "Set-ItemProperty 'Microsoft.PowerShell.Core\\Registry::HKLM\\SOFTWARE\\Policies\\Claude' a 'b'",
      { a: 'b' },
    ],
    [
      'Start-Process with a list',
      "Start-Process -FilePath C:\\Windows\\System32\\reg.exe -ArgumentList @('add', 'HKLM\\SOFTWARE\\Policies\\Claude', '/v', 'a', '/d', 'b', '/f')",
      { a: 'b' },
    ],
    ['cmd /c without quotes', 'cmd.exe /c reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f', { a: 'b' }],
    [
      'cmd /c with quotes in quotes',
      'cmd /c "reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d ""b c"" /f"',
      { a: 'b c' },
    ],
    [
      'reg add with blanks and a backslash at the end',
      "reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d 'b c' /f\nreg add HKLM\\SOFTWARE\\Policies\\Claude /v c /d 'C:\\x\\' /f",
      { a: 'b c', c: 'C:\\x\\' },
    ],
    [
      'each type of JSON',
      '$w = \'{"a":"b","n":1,"t":true,"l":["x"],"z":null}\' | ConvertFrom-Json\nSet-ItemProperty $k a $w.a\nSet-ItemProperty $k b $w.n\nSet-ItemProperty $k c $w.t\nSet-ItemProperty $k d (ConvertTo-Json $w -Compress)',
      { a: 'b', b: 1, c: 'True', d: '{"a":"b","n":1,"t":true,"l":["x"],"z":null}' },
    ],
    [
      'every part of a try',
      "try { throw 'x' } catch [System.Exception] { Set-ItemProperty $k a 'b' } finally { Set-ItemProperty $k c 'd' }",
      { a: 'b', c: 'd' },
    ],
    [
      'loops that run once at least, or perhaps',
      "do { Set-ItemProperty $k a 'b' } until ($true)\nwhile ($x) { Set-ItemProperty $k c 'd' }",
      { a: 'b', c: 'd' },
    ],
    ['what a command hands through', "$v = Write-Output 'b'\nSet-ItemProperty $k a $v", { a: 'b' }],
    ['with colons and blanks', "Set-ItemProperty -Path: $k -Name: a -Value: 'b'", { a: 'b' }],
    [
      'a literal path and a type by its other name',
      'New-ItemProperty -LiteralPath $k -Name a -Value 5 -Type String\nSet-ItemProperty -PSPath $k b 6 -Type String',
      { a: '5', b: '6' },
    ],
    [
      'the same value, perhaps once more',
      "Set-ItemProperty $k a 'b'\nif ($x) { Set-ItemProperty $k a 'b' }",
      { a: 'b' },
    ],
    ['brackets a hundred deep', `Set-ItemProperty $k a ${'('.repeat(99)}'b'${')'.repeat(99)}`, { a: 'b' }],
    [
      'with what is common to all commands',
      "Set-ItemProperty -ErrorAction Stop $k a 'b' -wa 0\nSet-ItemProperty $k c 'd' -ea Stop -InformationAction Ignore",
      { a: 'b', c: 'd' },
    ],
    [
      'as an argument of another command',
      "Set-Thing (Set-ItemProperty $k a 'b')\nWrite-Host (Set-ItemProperty $k c 'd')",
      { a: 'b', c: 'd' },
    ],
    ['a line end inside a text', 'Set-ItemProperty $k a "x`ny"', { a: 'x\ny' }],
    ['a list as one text', "Set-ItemProperty $k a @('x', 'y') -Type String", { a: 'x y' }],
    ['reg add with dashes', "reg add 'HKLM\\SOFTWARE\\Policies\\Claude' -v a -d b -f", { a: 'b' }],
    ['slashes alone', 'Set-ItemProperty Registry::HKLM/SOFTWARE/Policies/Claude a b', { a: 'b' }],
    [
      'behind types of its own',
      "enum E { A; B }\nclass C { [string]$a }\nSet-ItemProperty $k a 'b'",
      { a: 'b' },
    ],
    ['behind a table that is not whole', "$h = @{ ) }\nSet-ItemProperty $k a 'b'", { a: 'b' }],
    [
      'with redirections and chains',
      "Set-ItemProperty $k a 'b' 2>&1 | Out-Null; Set-ItemProperty $k c 'd' > $null\nTest-Path $k && Set-ItemProperty $k e 'f' || Write-Error x",
      { a: 'b', c: 'd', e: 'f' },
    ],
    [
      'a loop with a label',
      ":outer foreach ($n in 'a', 'c') { Set-ItemProperty $k $n 'b' }",
      { a: 'b', c: 'b' },
    ],
    [
      'a pipe that begins the next line',
      "'a'\n  | ForEach-Object { Set-ItemProperty $k $_ 'b' }",
      { a: 'b' },
    ],
    [
      'each branch of a condition',
      "if ($x) { } elseif ($y) { Set-ItemProperty $k a 'b' } else { Set-ItemProperty $k c 'd' }",
      { a: 'b', c: 'd' },
    ],
    [
      'the parts of a function',
      "function F { begin { Set-ItemProperty $k a 'b' } process { Set-ItemProperty $k c 'd' } end { Set-ItemProperty $k e 'f' } }\nF",
      { a: 'b', c: 'd', e: 'f' },
    ],
    ['a loop that counts', "for ($i = 0; $i -lt 2; $i++) { Set-ItemProperty $k a 'b' }", { a: 'b' }],
    [
      'members by a name in quotes or in a variable',
      "$h = @{ 'p q' = 'b'; r = 'd' }\n$n = 'r'\nSet-ItemProperty $k a $h.'p q'\nSet-ItemProperty $k c $h.$n\nSet-ItemProperty $k e $h.\"r\"",
      { a: 'b', c: 'd', e: 'd' },
    ],
    [
      'a member of each item',
      "$l = @(@{ N = 'p' }, @{ N = 'q' })\nSet-ItemProperty $k a ($l.N -join '-')",
      { a: 'p-q' },
    ],
    [
      'items that are not there',
      "$h = @{ p = 'q' }\n$l = @('p')\nSet-ItemProperty $k a $h['x']\nSet-ItemProperty $k b $l[5]\nSet-ItemProperty $k c $h.x",
      { a: '', b: '', c: '' },
    ],
    [
      'sizes',
      'Set-ItemProperty $k a 2mb\nSet-ItemProperty $k b 1gb\nSet-ItemProperty $k c 1tb -Type String\nSet-ItemProperty $k d 1PB -Type String\nSet-ItemProperty $k e 5l',
      { a: 2_097_152, b: 1_073_741_824, c: '1099511627776', d: '1125899906842624', e: 5 },
    ],
    [
      'truth as a text and as a number',
      'Set-ItemProperty $k a $false\nSet-ItemProperty $k b $true -Type DWord\nSet-ItemProperty $k c $false -Type DWord',
      { a: 'False', b: 1, c: 0 },
    ],
    [
      'one value where a list may stand',
      "Set-ItemProperty $k a ('x' -join ',')\nSet-ItemProperty $k b ('{0}!' -f 'x')\nSet-ItemProperty $k c 'x'.ToString()\nSet-ItemProperty $k d ([string[]]@('x', 'y') -join ',')",
      { a: 'x', b: 'x!', c: 'x', d: 'x,y' },
    ],
    [
      'JSON that is put together',
      '$w = \'{"a":\' + \'"b"}\' | ConvertFrom-Json\nSet-ItemProperty $k a $w.a',
      { a: 'b' },
    ],
    [
      'what comes down the pipe is handed on',
      "$v = 'b' | Write-Output\nSet-ItemProperty $k a $v\nSet-ItemProperty $k c ('d ' | Out-String).Trim()",
      { a: 'b', c: 'd' },
    ],
    [
      'Join-Path takes the slashes away, and the pipe',
      "Set-ItemProperty (Join-Path 'HKLM:\\SOFTWARE\\Policies\\' '\\Claude') a 'b'\n$p = 'HKLM:\\SOFTWARE\\Policies' | Join-Path -ChildPath Claude\nSet-ItemProperty $p c 'd'",
      { a: 'b', c: 'd' },
    ],
    ['an argument that a function lacks', 'function F($N, $V) { Set-ItemProperty $k $N $V }\nF a', { a: '' }],
    [
      'a key below a key, by a class',
      "$r = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SOFTWARE')\n$r.CreateSubKey('Policies\\Claude').SetValue('a', 'b')",
      { a: 'b' },
    ],
    [
      'reg add with its words in a list',
      "$w = 'add', 'HKLM\\SOFTWARE\\Policies\\Claude', '/v', 'a', '/d', 'b', '/f'\nreg $w",
      { a: 'b' },
    ],
    [
      'reg add with quotes among blanks',
      'reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d \'p "q" r\' /f\nreg add HKLM\\SOFTWARE\\Policies\\Claude /v c /d \'"p q"\' /f',
      { a: 'p q r', c: 'p q' },
    ],
    [
      'reg add to the other view, and with a separator',
      'reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f /reg:64\nreg add HKLM\\SOFTWARE\\Policies\\Claude /s /f /v c /d d /f',
      { a: 'b', c: 'd' },
    ],
    [
      'cmd /c with a quote of its own at the end',
      'cmd /c \'"reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /f /d b"\'\ncmd /k \'reg.exe add HKLM\\SOFTWARE\\Policies\\Claude /v c /f /d "d e"\'',
      { a: 'b', c: 'd e' },
    ],
    [
      'Start-Process by other names',
      'saps reg.exe -Args \'add HKLM\\SOFTWARE\\Policies\\Claude /v a /d "b c" /f\' -Verb RunAs',
      { a: 'b c' },
    ],
    ['two arguments without a blank between', 'Set-ItemProperty $k \'a\'"b"', { a: 'b' }],
    [
      'a type that is left to the value',
      "Set-ItemProperty $k a 1 -Type Unknown\nSet-ItemProperty $k b 'c' -Type unknown",
      { a: 1, b: 'c' },
    ],
    ['a here-string of nothing', "$v = @'\n'@\nSet-ItemProperty $k a $v", { a: '' }],
    [
      'a here-string whose marks are double',
      '$v = @"\r\nx\r\n"@\r\nSet-ItemProperty $k a "$v!"',
      { a: 'x!' },
    ],
    [
      'the same value twice',
      "if ($x) { Set-ItemProperty $k a 'b' } else { Set-ItemProperty $k a 'b' }",
      { a: 'b' },
    ],
  ])('%s', ([, statements, wanted]) => {
    const document = readAs(`${HEAD}${statements}\n`, 'powershell');
    expect(valuesOf(document)).toEqual(wanted);
    expect(codes(document).filter((code) => !code.startsWith('not-literal'))).toEqual([]);
  });

  test.for<[string, string, readonly string[]]>([
    [
      'a command',
      'Set-ItemProperty $k inferenceGatewayApiKey (Get-Content C:\\key.txt)',
      ['not-literal inferenceGatewayApiKey'],
    ],
    [
      'the environment',
      'Set-ItemProperty $k inferenceGatewayApiKey "$env:KEY"',
      ['not-literal inferenceGatewayApiKey'],
    ],
    [
      'a parameter',
      'param($Key)\nSet-ItemProperty HKLM:\\SOFTWARE\\Policies\\Claude inferenceGatewayApiKey $Key',
      ['not-literal inferenceGatewayApiKey'],
    ],
    [
      'a condition',
      "if ($pilot) { Set-ItemProperty $k a 'b' } else { Set-ItemProperty $k a 'c' }",
      ['not-literal a'],
    ],
    [
      'a variable that a condition sets',
      "$v = 'b'\nif ($pilot) { $v = 'c' }\nSet-ItemProperty $k a $v",
      ['not-literal a'],
    ],
    [
      'names from a file',
      'foreach ($r in (Import-Csv x.csv)) { Set-ItemProperty $k $r.Name $r.Value }',
      ['not-literal'],
    ],
    ['a text that is no number', "Set-ItemProperty $k a ([int]'many')", ['not-literal a']],
    ['whether a text is true', "Set-ItemProperty $k a ([bool]'x')", ['not-literal a']],
    ['a type of .NET', "Set-ItemProperty $k a ([datetime]'x')", ['not-literal a']],
    ['a method of .NET', "Set-ItemProperty $k a 'xx'.Trim('x')", ['not-literal a']],
    ['a format of .NET', "Set-ItemProperty $k a ('{0:N2}' -f 5)", ['not-literal a']],
    ['a difference', '$a = 1; $a -= 1\nSet-ItemProperty $k a $a', ['not-literal a']],
    ['several variables at once', "$x, $y = 'p', 'q'\nSet-ItemProperty $k a $x", ['not-literal a']],
    ['a text that is not JSON', "$w = 'x' | ConvertFrom-Json\nSet-ItemProperty $k a $w.a", ['not-literal a']],
    ['more than 32 bits', 'Set-ItemProperty $k a 4294967296 -Type DWord', ['not-literal a']],
    ['less than 32 bits', 'Set-ItemProperty $k a -2147483649 -Type DWord', ['not-literal a']],
    ['a part of a number', 'Set-ItemProperty $k a 1.5 -Type DWord', ['not-literal a']],
    [
      'what the registry holds',
      "$s = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SOFTWARE\\Policies\\Claude')\nSet-ItemProperty $k a $s.GetValue('x')",
      ['not-literal a'],
    ],
    [
      'a variable of reg add',
      'reg add HKLM\\SOFTWARE\\Policies\\Claude /v inferenceGatewayApiKey /d $key /f',
      ['not-literal inferenceGatewayApiKey'],
    ],
    [
      'an argument of Start-Process',
      'Start-Process reg -ArgumentList add, HKLM\\SOFTWARE\\Policies\\Claude, /v, inferenceGatewayApiKey, /d, $x, /f',
      ['not-literal inferenceGatewayApiKey'],
    ],
    [
      'a member that a condition sets',
      "$h = @{ k = 'v' }\nif ($x) { $h.k = 'w' }\nSet-ItemProperty $k a $h.k",
      ['not-literal a'],
    ],
    [
      'an object of .NET',
      '$v = New-Object System.Collections.ArrayList\nSet-ItemProperty $k a $v',
      ['not-literal a'],
    ],
    [
      'a key by a class',
      "[Microsoft.Win32.Registry]::SetValue($x, 'inferenceProvider', 'gateway')",
      ['not-literal inferenceProvider'],
    ],
    [
      'a key that a class opens',
      "$r = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($x)\n$r.SetValue('inferenceProvider', 'gateway')",
      ['not-literal inferenceProvider'],
    ],
    [
      'a function of the name of a program',
      'function reg { }\nreg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f',
      ['script-without-policy'],
    ],
    [
      'nothing down the pipe',
      "$null | ForEach-Object { Set-ItemProperty $k a 'b' }",
      ['script-without-policy'],
    ],
    [
      'a value that a class may delete',
      "if ($x) { [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\\Policies\\Claude').DeleteValue('a') }",
      ['script-without-policy'],
    ],
    [
      'a value that a condition may change',
      "Set-ItemProperty $k a 'b'\nif ($x) { Set-ItemProperty $k a 'c' }",
      ['not-literal a'],
    ],
    ['what a condition hands on', "$v = if ($x) { 'b' }\nSet-ItemProperty $k a $v", ['not-literal a']],
    [
      'what a class reads',
      "Set-ItemProperty $k a ([Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\\X', 'x', ''))",
      ['not-literal a'],
    ],
    [
      'another program whose name ends alike',
      "Start-Process myreg -ArgumentList 'add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f'",
      ['script-without-policy'],
    ],
    [
      'brackets deeper than a hundred',
      `Set-ItemProperty $k a ${'('.repeat(101)}'b'${')'.repeat(101)}`,
      ['syntax'],
    ],
    ['a member that no text has', "Set-ItemProperty $k a 'abc'.Foo", ['not-literal a']],
    [
      'a key that is computed, for a name that is none of ours',
      "Set-ItemProperty $x notOurs 'b'",
      ['script-without-policy'],
    ],
    ['a table', "Set-ItemProperty $k a @{ p = 'q' }", ['not-literal a']],
    ['a table whose names are computed', 'Set-ItemProperty $k a @{ (Get-X) = 1 }', ['not-literal a']],
    ['a type that is none', "Set-ItemProperty $k a 'b' -Type Text", ['not-literal a']],
    ['a sum of a text and a table', "Set-ItemProperty $k a ('x' + @{ p = 'q' })", ['not-literal a']],
    [
      'a list with a table in it as one text',
      "Set-ItemProperty $k a (@('x', @{ p = 'q' }) -join ',')",
      ['not-literal a'],
    ],
    ['a place of a format without a value', "Set-ItemProperty $k a ('{0}{1}' -f 'x')", ['not-literal a']],
    ['a table in a format', "Set-ItemProperty $k a ('{0}' -f @{ p = 'q' })", ['not-literal a']],
    ['a character of a text', "Set-ItemProperty $k a 'abc'[0]", ['not-literal a']],
    [
      'a pipe inside of the call of a class',
      "$r = Get-Item $k\n$r.SetValue('a', 'b' | Get-Thing)",
      ['not-literal a'],
    ],
    [
      'members down a pipe',
      "$v = @{ p = 'b' } | ForEach-Object p\nSet-ItemProperty $k a $v",
      ['not-literal a'],
    ],
    [
      'a member that is added to',
      "$h = @{ p = 'b' }\n$h.p += 'c'\nSet-ItemProperty $k a $h.p",
      ['not-literal a'],
    ],
    [
      'a member of a name that is computed',
      "$h = @{ p = 'b' }\n$h[$x] = 'c'\nSet-ItemProperty $k a $h.p",
      ['not-literal a'],
    ],
    [
      'a method with a name that is computed',
      "$h = @{ p = 'b' }\n$h.Add($x, 'c')\nSet-ItemProperty $k a $h.p",
      ['not-literal a'],
    ],
    [
      'a member that a condition adds',
      "$h = @{ }\nif ($x) { $h.Add('p', 'b') }\nSet-ItemProperty $k a $h.p",
      ['not-literal a'],
    ],
    [
      'a table that loses a member',
      "$h = @{ p = 'b' }\n$h.Remove('p')\nSet-ItemProperty $k a $h.p",
      ['not-literal a'],
    ],
    ['an item that is set', "$l = @('p', 'q')\n$l[0] = 'b'\nSet-ItemProperty $k a $l[0]", ['not-literal a']],
    [
      'a list that grows by a method',
      "$l = [System.Collections.ArrayList]@('p')\n$l.Add('q')\nSet-ItemProperty $k a ($l -join ',')",
      ['not-literal a'],
    ],
    ['a block as a value', "Set-ItemProperty $k a { 'b' }", ['not-literal a']],
    ['options of reg add', 'reg add HKLM\\SOFTWARE\\Policies\\Claude @options', ['not-literal']],
    ['a name by reg add', 'reg add HKLM\\SOFTWARE\\Policies\\Claude /v $name /d b /f', ['not-literal']],
    [
      'a text of cmd that is put together',
      'cmd /c "reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d $x /f"',
      ['not-literal a'],
    ],
    [
      'an argument of cmd',
      'cmd /c reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d $x /f',
      ['not-literal a'],
    ],
    [
      'a part of an argument of Start-Process',
      'Start-Process reg "add HKLM\\SOFTWARE\\Policies\\Claude /v a /d pre$x /f"',
      ['not-literal a'],
    ],
    ['all arguments of cmd', 'cmd /c reg add HKLM\\SOFTWARE\\Policies\\Claude @options', ['not-literal']],
    ['a brace of a switch too few', "switch ($x) { 1 { Set-ItemProperty $k a 'b' }", ['syntax']],
    ['a bracket of parameters too few', 'function F(', ['syntax']],
    ['a bracket of a call too few', "'x'.Trim(", ['syntax']],
    ['a bracket of an index too few', '$x[1', ['syntax']],
    ['a comment without an end', '<# Set-ItemProperty $k a b', ['syntax']],
    ['a here-string without an end', "$v = @'\nx '@\n", ['syntax']],
    ['a here-string that begins on its line', "$v = @'x\n'@\n", ['syntax']],
    ['a text without an end', "$v = 'x", ['syntax']],
    ['more values than are followed', '1;'.repeat(80_001), ['syntax']],
    ['a bracket too many', ')', ['syntax']],
    ['a brace too few', '@{ a = 1', ['syntax']],
    ['a table that is not there', 'Set-ItemProperty @settings', []],
  ])('computed: %s', ([, statements, wanted]) => {
    const document = readAs(`${statements.startsWith('param') ? '' : HEAD}${statements}\n`, 'powershell');
    expect(valuesOf(document)).toEqual({});
    for (const one of wanted) expect(codes(document)).toContain(one);
  });

  test.for<[string, string]>([
    ['"$env:KEY"', '$env:key'],
    ['(Get-Secret gateway)', 'Get-Secret'],
    ['$Key', '$key'],
    ["('a' + $Key)", '$key'],
    ['@($Key)', '$key'],
    ['$Key.Name', '$key'],
    ['$Key[0]', '$key'],
    ['(Get-Item x).Name', 'Get-Item'],
    ['(ConvertTo-Json @{ p = $Key })', '$key'],
    ['(Get-Content x | ConvertFrom-Json).a', 'Get-Content'],
    ['(Join-Path $Key x)', '$key'],
    ['(Join-Path x -ChildPath $Key)', '$key'],
    ['($Key -join 1)', '$key'],
    ["(-join @('a', $Key))", '$key'],
    ['([int]$Key)', '$key'],
    ['([guid]::NewGuid())', '[guid]::newguid()'],
  ])('where %s comes from is told', ([value, from]) => {
    const { findings } = readAs(`${HEAD}Set-ItemProperty $k inferenceGatewayApiKey ${value}\n`, 'powershell');
    expect(findings.map(({ message }) => message).join()).toContain(`(it comes from ${from})`);
  });

  test.for<[string, string, string]>([
    [
      'another view',
      "Set-ItemProperty 'HKLM:\\SOFTWARE\\WOW6432Node\\Policies\\Claude' a 'b'",
      'reg-wrong-key',
    ],
    [
      'the 32-bit view',
      "$b = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry32')\n$b.CreateSubKey('SOFTWARE\\Policies\\Claude').SetValue('a', 'b')",
      'script-32-bit',
    ],
    [
      'reg add with /reg:32',
      'reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b /f /reg:32',
      'script-32-bit',
    ],
    [
      'the user hive',
      "New-Item HKCU:\\SOFTWARE\\Policies\\Claude\nSet-ItemProperty HKCU:\\SOFTWARE\\Policies\\Claude a 'b'",
      'reg-user-hive',
    ],
    [
      'a type that is not read',
      "New-ItemProperty $k -Name a -PropertyType ExpandString -Value '%X%'",
      'reg-type-unreadable a',
    ],
    ['a list of texts', "Set-ItemProperty $k a 'b','c'", 'reg-type-unreadable a'],
    ['a subkey', 'Set-ItemProperty "$k\\Sub" a \'b\'', 'reg-subkey'],
    ['no key', "Set-ItemProperty HKCU:\\SOFTWARE\\Policies\\Claude a 'b'", 'script-key-missing'],
    ['two values for one name', "Set-ItemProperty $k a 'b'\nSet-ItemProperty $k A 'c'", 'duplicate-key A'],
    ['a question nobody answers', 'reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /d b', 'script-unusual'],
    [
      'no number',
      'reg add HKLM\\SOFTWARE\\Policies\\Claude /v a /t REG_DWORD /d many /f',
      'reg-line-ignored a',
    ],
    ['a value that goes', 'Remove-ItemProperty $k -Name a', 'reg-deletes a'],
    ['values that go', 'Remove-ItemProperty $k -Name b,a', 'reg-deletes a'],
    [
      'a value that a class deletes',
      "[Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SOFTWARE\\Policies\\Claude', $true).DeleteValue('a')",
      'reg-deletes a',
    ],
    ['the key that goes', 'Remove-Item $k -Recurse', 'reg-deletes'],
    ['a key above it that goes', 'Remove-Item HKLM:\\SOFTWARE\\Policies -Recurse', 'reg-deletes'],
    ['a whole hive that goes', 'Remove-Item HKLM:\\ -Recurse', 'reg-deletes'],
    [
      'a key beside it that goes',
      'Remove-Item HKLM:\\SOFTWARE\\Policies\\Cla -Recurse',
      'script-without-policy',
    ],
    ['a key that may go', 'if ($x) { Remove-Item $k -Recurse }', 'script-without-policy'],
    [
      'the hive of the user by a class',
      "[Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('SOFTWARE\\Policies\\Claude').SetValue('a', 'b')",
      'reg-user-hive',
    ],
    ['a number that is too large for its type', 'Set-ItemProperty $k a 2147483648', 'reg-type-unreadable a'],
    ['beyond ASCII', "Set-ItemProperty $k a 'Zürich'", 'script-encoding'],
  ])('found: %s', ([, statements, code]) => {
    expect(codes(readAs(`${HEAD}${statements}\n`, 'powershell'))).toContain(code);
  });

  test.for(['\uFEFF', 'utf16'])('read alike with a byte order mark: %s', (mark) => {
    const text = `${HEAD}Set-ItemProperty $k a 'Zürich'\n`;
    const data = mark === 'utf16' ? Buffer.from(`\uFEFF${text}`, 'utf16le') : bytes(`${mark}${text}`);
    const document = readAs(data, 'powershell');
    expect(valuesOf(document)).toEqual({ a: 'Zürich' });
    expect(codes(document)).toEqual([]);
  });

  test('each value is found at its line and column', () => {
    const document = readAs(
      `${HEAD}$s = @{\n  a = 'b'\n  c = 'd'\n}\nforeach ($n in $s.Keys) { Set-ItemProperty $k $n $s[$n] }\n`,
      'powershell',
    );
    expect(document.locate(['a'])).toEqual({ line: 4, column: 3 });
    expect(document.locate(['c'])).toEqual({ line: 5, column: 3 });
  });

  test('a value that stands in JSON of the script is found there', () => {
    const document = readAs(
      `${HEAD}$w = @'\n{\n  "a": "b",\n  "c": "d"\n}\n'@ | ConvertFrom-Json\nforeach ($p in $w.PSObject.Properties) { Set-ItemProperty $k $p.Name $p.Value }\n`,
      'powershell',
    );
    expect([document.locate(['a']), document.locate(['c'])]).toEqual([
      { line: 5, column: 8 },
      { line: 6, column: 8 },
    ]);
  });

  test.for<[string, string[]]>([
    ['New-Item HKLM:\\SOFTWARE\\Policies\\Claude', []],
    ["[Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\\Policies\\Claude') | Out-Null", []],
    [
      "[Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SOFTWARE\\Policies\\Claude') | Out-Null",
      ['script-key-missing'],
    ],
    ['mkdir HKLM:\\SOFTWARE\\Policies\\Claude\\', []],
    ['Write-Host x', ['script-key-missing']],
    ["[Microsoft.Win32.Registry]::SetValue('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude', 'z', 'y')", []],
  ])('the key is made by %s: %j', ([statement, expected]) => {
    const text = `${statement}\nSet-ItemProperty HKLM:\\SOFTWARE\\Policies\\Claude a 'b'\n`;
    expect(codes(readAs(text, 'powershell'))).toEqual(expected);
  });

  test('a script that sets nothing for sure holds no configuration', () => {
    const inert = (statements: string): unknown => readAs(`${HEAD}${statements}\n`, 'powershell').inert;
    expect(["Set-ItemProperty $k a 'b'", 'Set-ItemProperty $k a $x', 'Write-Host x'].map(inert)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('no secret of the script is told', () => {
    const secret = 'sk-s3cr3t-0123456789';
    const document = readAs(
      `${HEAD}$a = Get-Secret '${secret}'\nSet-ItemProperty $k inferenceGatewayApiKey ($a + '${secret}')\nInvoke-Thing ${secret} | % { Set-ItemProperty $k banner $_ }\n`,
      'powershell',
    );
    expect(JSON.stringify(document.findings)).not.toContain('s3cr3t');
  });

  test('a script that writes nothing of ours is said to', () => {
    expect(codes(readAs("Set-ItemProperty HKLM:\\SOFTWARE\\Acme a 'b'\n", 'powershell'))).toEqual([
      'script-without-policy',
    ]);
  });

  test('a loop in a loop in a loop is followed for so many steps', () => {
    const loops = 'foreach ($x in @(1,2,3,4,5,6,7,8,9)) { '.repeat(9);
    const document = readAs(`${HEAD}${loops}Set-ItemProperty $k a $x${' }'.repeat(9)}\n`, 'powershell');
    expect(codes(document).join()).toContain('not-literal');
  });

  test.for<[string, (n: number) => string]>([
    [
      'a text that doubles',
      (n) => `$a = 'xxxxxxxxxx'\n${'$a = "$a$a"\n'.repeat(n / 50)}Set-ItemProperty $k a $a`,
    ],
    ['a function that calls itself', (n) => `function F { F; F }\n${'F\n'.repeat(n / 1000)}`],
    ['brackets thousands deep', (n) => `${'('.repeat(n)}1${')'.repeat(n)}`],
    ['blocks thousands deep', (n) => 'if (1) { '.repeat(n)],
    ['one long word', (n) => 'a'.repeat(20 * n)],
    ['dollars', (n) => '"' + '$'.repeat(10 * n) + '"'],
    ['here-strings', (n) => '@"\nx\n"@\n'.repeat(n)],
    ['quotes', (n) => "'a' ".repeat(2 * n)],
    ['commas', (n) => `@(${'1,'.repeat(4 * n)}1)`],
    ['backticks', (n) => '`\n'.repeat(6 * n)],
    ['minus signs', (n) => '-'.repeat(10 * n)],
    ['sums', (n) => `$a = ${'1 + '.repeat(2 * n)}1`],
  ])('costs what it is long: %s', async ([, text]) => {
    const file = (n: number): Uint8Array => bytes(`${HEAD}${text(n)}\n`);
    expect(await exponentOf(2000, file, decoded)).toBeLessThan(NOT_QUADRATIC);
  });
});

const RK = 'HKLM\\SOFTWARE\\Policies\\Claude';
describe('cmd', () => {
  test.for<[string, string, Record<string, unknown>]>([
    ['plain', `reg add ${RK} /v a /t REG_SZ /d b /f`, { a: 'b' }],
    ['quoted, any case', `REG.EXE ADD "${RK}" /V "a" /D "b c" /F`, { a: 'b c' }],
    ['escaped quotes', `reg add ${RK} /v a /d "[\\"x\\"]" /f`, { a: '["x"]' }],
    ['continued', `reg add ${RK} ^\r\n /v a ^\r\n /d b /f`, { a: 'b' }],
    [
      'a variable in each style',
      `set K=${RK}\r\nset "V=b c"\r\nreg add "%K%" /v a /d "%V%" /f`,
      { a: 'b c' },
    ],
    ['percent signs', `reg add ${RK} /v a /d "100%%" /f`, { a: '100%' }],
    ['carets', `reg add ${RK} /v a /d b^&c /f`, { a: 'b&c' }],
    [
      'one after the other',
      `reg add ${RK} /v a /d b /f && reg add ${RK} /v c /d d /f >nul 2>&1`,
      { a: 'b', c: 'd' },
    ],
    ['in a block', `if exist x (\r\n  reg add ${RK} /v a /d b /f\r\n)`, { a: 'b' }],
    [
      'what a condition deletes may be there',
      `reg add ${RK} /v a /d b /f\r\nif exist x reg delete ${RK} /v a /f\r\nif exist x (\r\nreg delete ${RK} /f\r\n)`,
      { a: 'b' },
    ],
    ['numbers', `reg add ${RK} /v a /t REG_DWORD /d 0x258 /f`, { a: 600 }],
    ['no data', `reg add ${RK} /v a /f`, { a: '' }],
    [
      'a variable that is set with quotes',
      `set /p A=key?\r\nset "C=d e"\r\nreg add ${RK} /v c /d "%C%" /f`,
      { c: 'd e' },
    ],
    [
      'by other words',
      `call reg add ${RK} /v a /d b /f & start "" /wait reg add ${RK} /v c /d d /f`,
      { a: 'b', c: 'd' },
    ],
    [
      'a bracket in quotes opens no block',
      `echo "("\r\nset A=b\r\nset A=c\r\nreg add ${RK} /v a /d %A% /f`,
      { a: 'c' },
    ],
    [
      'in a block that is closed',
      `if exist x (\r\necho y\r\n)\r\nset A=b\r\nset A=c\r\nreg add ${RK} /v a /d %A% /f`,
      { a: 'c' },
    ],
    [
      'in either case',
      `Set A=b\r\nREM reg add ${RK} /v c /d d /f\r\nReg Add ${RK} /v a /d %a% /f`,
      { a: 'b' },
    ],
    ['an empty text', `reg add ${RK} /v a /d "" /f`, { a: '' }],
    ['a backslash before the last quote', `reg add ${RK} /v a /d "C:\\x\\\\" /f`, { a: 'C:\\x\\' }],
    ['a value with signs', `set "A.B=c=d"\r\nreg add ${RK} /v a /d "%A.B%" /f`, { a: 'c=d' }],
    ['with a separator of lists', `reg add ${RK} /s ; /v a /d b /f`, { a: 'b' }],
    [
      'output of a file called so',
      `reg add ${RK} /v a /d b /f > /v\r\nreg add ${RK} /v c /d d /f < x & rem y`,
      { a: 'b', c: 'd' },
    ],
    ['an ampersand in quotes', `reg add ${RK} /v a /d "b & c | d > e ^ f" /f`, { a: 'b & c | d > e ^ f' }],
    ['by its path', `"C:\\Windows\\System32\\reg.exe" add ${RK} /v a /d b /f || exit /b 1`, { a: 'b' }],
    [
      'the largest number, and none',
      `reg add ${RK} /v a /t REG_DWORD /d 4294967295 /f\r\nreg add ${RK} /v b /t REG_DWORD /f`,
      { a: 4294967295, b: 0 },
    ],
    ['quotes in quotes', `reg add "${RK}" /v "a" /d "b""c" /f`, { a: 'b"c' }],
    [
      'continued twice',
      `reg add ${RK} /v a /d ^\r\nb^\r\nc /f\r\nreg add ${RK} /v d /d e /f`,
      { a: 'bc', d: 'e' },
    ],
    [
      'a comment and a label with a mark',
      `:label\r\n@rem reg add ${RK} /v a /d b /f\r\n@reg add ${RK} /v c /d d /f`,
      { c: 'd' },
    ],
    [
      'comments',
      `rem reg add ${RK} /v a /d b /f\r\n:: reg add ${RK} /v a /d b /f\r\nreg add ${RK} /v c /d d /f`,
      { c: 'd' },
    ],
  ])('%s', ([, text, wanted]) => {
    const document = readAs(`@echo off\r\n${text}\r\n`, 'cmd');
    expect(valuesOf(document)).toEqual(wanted);
    expect(codes(document)).toEqual([]);
  });

  test.for<[string, string, string]>([
    [
      'an unset variable',
      `reg add ${RK} /v inferenceGatewayApiKey /d "%KEY%" /f`,
      'not-literal inferenceGatewayApiKey',
    ],
    ['an argument', `reg add ${RK} /v inferenceGatewayApiKey /d %1 /f`, 'not-literal inferenceGatewayApiKey'],
    [
      'a question',
      `set /p KEY=key?\r\nreg add ${RK} /v inferenceGatewayApiKey /d %KEY% /f`,
      'not-literal inferenceGatewayApiKey',
    ],
    [
      'a late variable',
      `setlocal enabledelayedexpansion\r\nreg add ${RK} /v inferenceGatewayApiKey /d !KEY! /f`,
      'not-literal inferenceGatewayApiKey',
    ],
    ['an argument without quotes', `reg add ${RK} /v a /d %~1 /f`, 'not-literal a'],
    ['a loop', `for %%V in (1 2) do reg add ${RK} /v a /d %%V /f`, 'not-literal a'],
    ['a part of a variable', `set A=b\r\nreg add ${RK} /v a /d %A:b=c% /f`, 'not-literal a'],
    [
      'a variable that a block sets',
      `set A=b\r\nif exist x (\r\nset A=c\r\n)\r\nreg add ${RK} /v a /d %A% /f`,
      'not-literal a',
    ],
    [
      'two conditions',
      `if exist x reg add ${RK} /v a /d b /f\r\nif not exist x reg add ${RK} /v a /d c /f`,
      'not-literal a',
    ],
    [
      'a condition that may end the script before another value',
      `if exist x (\r\nreg add ${RK} /v a /d b /f\r\nexit /b\r\n)\r\nreg add ${RK} /v a /d c /f`,
      'not-literal a',
    ],
    [
      'both sides on one line',
      `if exist x ( reg add ${RK} /v a /d b /f ) else ( reg add ${RK} /v a /d c /f )`,
      'not-literal a',
    ],
    [
      'both sides in blocks',
      `if exist x (\r\nreg add ${RK} /v a /d b /f\r\n) else (\r\nreg add ${RK} /v a /d c /f\r\n)`,
      'not-literal a',
    ],
    ['more than 32 bits', `reg add ${RK} /v a /t REG_DWORD /d 4294967296 /f`, 'reg-line-ignored a'],
    ['a type that is none', `reg add ${RK} /v a /t REG_NEW /d x /f`, 'reg-line-ignored a'],
    ['a value that goes', `reg delete ${RK} /v a /f`, 'reg-deletes a'],
    ['all values that go', `reg delete ${RK} /va /f`, 'reg-deletes'],
    ['a file called reg', `echo x > reg add ${RK} /v a /d b /f`, 'script-without-policy'],
    [
      'the other view',
      'reg add HKLM\\SOFTWARE\\WOW6432Node\\Policies\\Claude /v a /d "%X%" /f',
      'reg-wrong-key',
    ],
    ['the 32-bit view', `reg add ${RK} /v a /d b /f /reg:32`, 'script-32-bit'],
    ['a type that is computed', `reg add ${RK} /v a /t %T% /d b /f`, 'not-literal a'],
    [
      'the hive of one user',
      'reg add HKU\\S-1-5-21-1\\Software\\Policies\\Claude /v a /d b /f',
      'reg-wrong-key',
    ],
    ['no /f', `reg add ${RK} /v a /d b`, 'script-unusual'],
    ['a type that is not read', `reg add ${RK} /v a /t REG_EXPAND_SZ /d b /f`, 'reg-type-unreadable a'],
    ['the default value', `reg add ${RK} /ve /d b /f`, 'reg-default-value'],
    ['beyond ASCII', `reg add ${RK} /v a /d Zürich /f`, 'script-encoding'],
  ])('found: %s', ([, text, code]) => {
    expect(codes(readAs(`@echo off\r\n${text}\r\n`, 'cmd'))).toContain(code);
  });

  test.for<[string, Uint8Array, string]>([
    [
      'a byte order mark',
      bytes(`\uFEFF@echo off\r\nreg add ${RK} /v a /d b /f\r\n`),
      'The byte order mark breaks',
    ],
    [
      'UTF-16',
      Buffer.from(`\uFEFF@echo off\r\nreg add ${RK} /v a /d b /f\r\n`, 'utf16le'),
      'The script is UTF-16, which cmd does not run',
    ],
  ])('cmd does not run a script with %s', ([, data, words]) => {
    const { findings } = readAs(data, 'cmd');
    expect(findings).toMatchObject([{ code: 'script-encoding', severity: 'error', line: 1, column: 1 }]);
    expect(findings[0]?.message).toContain(words);
  });

  test('of variables that grow beyond measure the rest is told to be unknown', () => {
    const grows = `set a=${'x'.repeat(100)}\r\n${'set a=%a%%a%\r\n'.repeat(16)}reg add ${RK} /v a /d b /f\r\n`;
    const document = readAs(`@echo off\r\n${grows}`, 'cmd');
    expect(codes(document)).toEqual(['not-literal']);
    expect([document.incomplete, document.entries.size]).toEqual([true, 0]);
  });

  test.for<[string, (n: number) => string]>([
    ['percent signs', (n) => '%'.repeat(20 * n)],
    ['a value that doubles', (n) => `set a=xxxxxxxxxx\r\n${'set a=%a%%a%\r\n'.repeat(n / 50)}`],
    ['closers', (n) => `reg add ${')'.repeat(10 * n)}`],
    ['blanks', (n) => `reg add ${' '.repeat(20 * n)}x`],
    ['carets', (n) => '^'.repeat(20 * n)],
    ['backslashes', (n) => `reg add ${RK} /d ${'\\'.repeat(20 * n)}`],
  ])('costs what it is long: %s', async ([, text]) => {
    const file = (n: number): Uint8Array => bytes(`@echo off\r\n${text(n)}\r\n`);
    expect(await exponentOf(2000, file, decoded)).toBeLessThan(NOT_QUADRATIC);
  });
});

describe('shell', () => {
  const D = 'defaults write /Library/Managed\\ Preferences/com.anthropic.claudefordesktop';
  test.for<[string, string, Record<string, unknown>]>([
    [
      'each type',
      `${D} a -string b\n${D} c -bool YES\n${D} d -int 5\n${D} e plain`,
      { a: 'b', c: true, d: 5, e: 'plain' },
    ],
    [
      'variables and quotes',
      `P="/x/com.anthropic.claudefordesktop"\nV='b c'\nsudo -u root /usr/bin/defaults write "$P" a "\${V}d"`,
      { a: 'b cd' },
    ],
    [
      'numbers, switches, lists and tables',
      `${D} a -float 1.5\n${D} b -int many\n${D} c -bool no\n${D} d -boolean 1\n${D} e -bool perhaps\n${D} f -string\n${D} g -integer ""\n${D} h -integer ' 7'`,
      { a: 1.5, b: 'many', c: false, d: true, e: 'perhaps', f: '', g: '', h: 7 },
    ],
    [
      'plutil of several types',
      `plutil -insert a -bool YES /x/com.anthropic.claudefordesktop.plist\nplutil -replace b -json '["x"]' /x/com.anthropic.claudefordesktop.plist\nplutil -remove c /x/com.anthropic.claudefordesktop.plist\nplutil -replacex d -string v /x/com.anthropic.claudefordesktop.plist\nplutil -replace e -string v /x/other.plist`,
      { a: true, b: '["x"]' },
    ],
    [
      'several orders for PlistBuddy',
      `/usr/libexec/PlistBuddy -c "Add :a bool true" -c "Set b c d" -c "Add :n integer 5" -c "Print" /x/com.anthropic.claudefordesktop.plist\n/usr/libexec/PlistBuddy -c "Add :z string v" /x/other.plist`,
      { a: true, b: 'c d', n: 5 },
    ],
    [
      'variables set in passing',
      `export A='b c' && readonly B=d; E=x ${D} a "$A"\n${D} c "\${B}"`,
      { a: 'b c', c: 'd' },
    ],
    ['quotes in quotes', `${D} a 'it'"'"'s \\x'"\\x \\"q\\" \\$"`, { a: 'it\'s \\x\\x "q" $' }],
    ['a blank with its escape, and a comment', `${D} a b\\ c # ${D} d e\n# ${D} f g`, { a: 'b c' }],
    ['in brackets and braces', `(${D} a b) & { ${D} c d; }`, { a: 'b', c: 'd' }],
    ['as another user', `sudo -u root -H -E ${D} a b`, { a: 'b' }],
    [
      'a domain in a path that is not known',
      `P=$(id -u)\ndefaults write "/x/$P" inferenceProvider gateway\ndefaults write "/x/$P" other v\ndefaults write "/x/$P/com.anthropic.claudefordesktop" a v`,
      { inferenceProvider: 'gateway', a: 'v' },
    ],
    [
      'another domain',
      `${D} a b\ndefaults write com.other.app c d\ndefaults read com.anthropic.claudefordesktop a`,
      { a: 'b' },
    ],
    ['continued in a text', `${D} a "b\\\nc"`, { a: 'bc' }],
    ['brackets and quotes inside a command', `X=$(echo \\) ')' "$(id)")\n${D} a b`, { a: 'b' }],
    [
      'a host beside the domain',
      `defaults -currentHost write "/Library/Managed Preferences/com.anthropic.claudefordesktop.plist" a b`,
      { a: 'b' },
    ],
    ['switches of sudo', `sudo -H -p x -g wheel ${D} a b`, { a: 'b' }],
    ['words before a command', `! time env A=1 nohup ${D} a b`, { a: 'b' }],
    ['a name of an option as a text', `${D} a -notatype`, { a: '-notatype' }],
    [
      'orders in other letters',
      '/usr/libexec/PlistBuddy -c "add :a BOOL Yes" -c "SET b c" /x/com.anthropic.claudefordesktop.plist',
      { a: true, b: 'c' },
    ],
    [
      'plutil without a value sets nothing',
      `plutil -insert a -string\nplutil -insert c -string d /x/com.anthropic.claudefordesktop.plist`,
      { c: 'd' },
    ],
    ['continued', `${D} \\\n  a \\\n  -string b`, { a: 'b' }],
    ['in a condition', `if [ ! -e x ]; then ${D} a b; fi`, { a: 'b' }],
    [
      'PlistBuddy',
      '/usr/libexec/PlistBuddy -c "Add :a string b c" /x/com.anthropic.claudefordesktop.plist',
      { a: 'b c' },
    ],
    ['plutil', 'plutil -replace a -string b /x/com.anthropic.claudefordesktop.plist', { a: 'b' }],
  ])('%s', ([, text, wanted]) => {
    const document = readAs(`#!/bin/sh\n${text}\n`, 'shell');
    expect(valuesOf(document)).toEqual(wanted);
    expect(codes(document)).toEqual(['script-unusual']);
  });

  const FILE = '/etc/claude-desktop/managed-settings.json';
  const JSON_TEXT = '{\n  "inferenceProvider": "gateway",\n  "banner": { "text": "a \\"b\\"" }\n}';
  const WANTED = { inferenceProvider: 'gateway', banner: { text: 'a "b"' } };
  test.for<[string, string]>([
    ['cat with an output', `cat > ${FILE} <<'EOF'\n${JSON_TEXT}\nEOF`],
    ['cat the other way round', `cat <<"EOF" > ${FILE}\n${JSON_TEXT}\nEOF`],
    ['tee', `sudo tee ${FILE} >/dev/null <<'EOF'\n${JSON_TEXT}\nEOF`],
    ['cat into tee', `cat <<'EOF' | sudo tee ${FILE}\n${JSON_TEXT}\nEOF`],
    ['with tabs', `cat > ${FILE} <<-'EOF'\n\t${JSON_TEXT.replaceAll('\n', '\n\t')}\n\tEOF`],
    [
      'printf of the text itself',
      `printf '${JSON_TEXT.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\\n' > ${FILE}`,
    ],
    ['echo', `echo '${JSON_TEXT}' >> ${FILE} 2>/dev/null`],
    ['echo into tee', `echo '${JSON_TEXT}' | sudo tee -a ${FILE} > /dev/null`],
    ['printf', `printf '%s\\n' '${JSON_TEXT}' > ${FILE}`],
  ])('a file by %s', ([, text]) => {
    const document = readAs(`#!/bin/bash\n${text}\n`, 'shell');
    expect(valuesOf(document)).toEqual(WANTED);
    expect(codes(document)).toEqual([]);
  });

  test.for<[string, string]>([
    ['lists', `${D} a -array p q\n${D} a -array-add r`],
    ['tables', `${D} a -dict p q\n${D} a -dict-add r s`],
  ])('%s that grow', ([, text]) => {
    const { entries } = readAs(`#!/bin/sh\n${text}\n`, 'shell');
    expect(entries.get('a')?.value).toEqual(text.includes('array') ? ['p', 'q', 'r'] : { p: 'q', r: 's' });
  });

  test.for<[string]>([['chmod 644'], ['chmod 0644'], ['install -m 644 x'], ['chmod u=rw']])(
    'a mode that all may read: %s',
    ([command]) => {
      const text = `#!/bin/sh\ncat > ${FILE} <<'E'\n{"inferenceProvider":"gateway"}\nE\n${command} ${FILE}\nchmod 600 /etc/other\n`;
      expect(codes(readAs(text, 'shell'))).toEqual([]);
    },
  );

  test('a file with variables in it', () => {
    const document = readAs(
      `#!/bin/sh\nHOST=gw.example.com\ncat > ${FILE} <<EOF\n{\n  "inferenceGatewayBaseUrl": "https://$HOST",\n  "inferenceGatewayApiKey": "$(cat /k)",\n  "deploymentDisplayName": "\\$5"\n}\nEOF\n`,
      'shell',
    );
    expect(valuesOf(document)).toEqual({
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      deploymentDisplayName: '$5',
    });
    expect(codes(document)).toEqual(['not-literal inferenceGatewayApiKey']);
    expect(document.locate(['inferenceGatewayBaseUrl'])).toEqual({ line: 5, column: 30 });
  });

  test('a file in the place of ours may hold keys that nobody knows', () => {
    const text = `#!/bin/sh\ncat > ${FILE} <<'E'\n{"keyOfTomorrow":1}\nE\n`;
    expect(valuesOf(readAs(text, 'shell'))).toEqual({ keyOfTomorrow: 1 });
  });

  test('a file for another program is none of ours', () => {
    const document = readAs(
      `#!/bin/sh\ncat > /etc/claude-code/managed-settings.json <<'EOF'\n{"permissions":{}}\nEOF\n`,
      'shell',
    );
    expect(codes(document)).toEqual(['script-without-policy']);
  });

  test.for<[string, string | Uint8Array, string]>([
    [
      'a key from a command',
      `${D} inferenceGatewayApiKey "$(security find -w)"`,
      'not-literal inferenceGatewayApiKey',
    ],
    ['a domain nobody reads', 'defaults write com.anthropic.claudefordesktop a b', 'script-unusual'],
    [
      'a mode nobody may read',
      `cat > ${FILE} <<'E'\n{"inferenceProvider":"gateway"}\nE\nchmod 600 ${FILE}`,
      'script-unusual',
    ],
    [
      'a mode all may write',
      `cat > ${FILE} <<'E'\n{"inferenceProvider":"gateway"}\nE\ninstall -m 0666 x ${FILE}`,
      'script-unusual',
    ],
    [
      'a mode that the group lacks',
      `cat > ${FILE} <<'E'\n{"inferenceProvider":"gateway"}\nE\nchmod 0640 ${FILE}`,
      'script-unusual',
    ],
    [
      'a mode with which the group writes',
      `cat > ${FILE} <<'E'\n{"inferenceProvider":"gateway"}\nE\nchmod 664 ${FILE}`,
      'script-unusual',
    ],
    ['a command without an end', `${D} a "$(id"`, 'syntax'],
    ['a variable with a default', `${D} a "\${B:-c}"`, 'not-literal a'],
    ['a variable of the shell', `${D} a "$1" "$@"`, 'not-literal a'],
    ['a value beside a known one', `${D} a -array b "$X"`, 'not-literal a'],
    [
      'a type that plutil has alone',
      `plutil -insert a -xml x /x/com.anthropic.claudefordesktop.plist`,
      'unreadable-value a',
    ],
    ['data', `${D} a -data 00`, 'unreadable-value a'],
    ['a date', `${D} a -date 2026-01-01`, 'unreadable-value a'],
    ['a native table', `${D} a -dict-add p q`, 'native-structure a'],
    ['two values for one key', `${D} a b\n${D} a c`, 'duplicate-key a'],
    ['a key that is computed', `${D} "$KEY" v`, 'not-literal'],
    ['a variable of a loop', `for V in 1 2; do ${D} a "$V"; done`, 'not-literal a'],
    ['a variable that is read', `V=1\nread V\n${D} a "$V"`, 'not-literal a'],
    ['a variable that grows', `V=1\nV+=x\n${D} a "$V"`, 'not-literal a'],
    ['a command in backticks', `${D} a \`whoami\``, 'not-literal a'],
    [
      'a file with a variable where a value stands',
      `cat > ${FILE} <<EOF\n{ "inferenceProvider": $X }\nEOF`,
      'not-literal',
    ],
    [
      'a file for Claude Code',
      `cat > ~/.Claude/settings.json <<'E'\n{"inferenceProvider":"gateway"}\nE`,
      'script-without-policy',
    ],
    [
      'a command in front of tee that is no pipe',
      `echo '${JSON_TEXT}' ; tee ${FILE}`,
      'script-without-policy',
    ],
    ['a command beside tee', `echo '${JSON_TEXT}' && tee ${FILE}`, 'script-without-policy'],
    ['a command of which either runs', `echo '${JSON_TEXT}' || tee ${FILE}`, 'script-without-policy'],
    ['a file of another program', `cat > other.json <<'E'\n{"name":"x"}\nE`, 'script-without-policy'],
    ['a native list', `${D} inferenceModels -array a b`, 'native-structure inferenceModels'],
    ['a quote without an end', `${D} a "b`, 'syntax'],
    ['a here-document without an end', `cat > ${FILE} <<'EOF'\n{}`, 'syntax'],
  ])('found: %s', ([, text, code]) => {
    expect(codes(readAs(`#!/bin/sh\n${String(text)}\n`, 'shell'))).toContain(code);
  });

  test('a mark before the first line keeps the shell from being found', () => {
    expect(codes(readAs(`\uFEFF#!/bin/sh\n${D} a b\n`.replace('#!/bin/sh\n', ''), 'shell'))).toContain(
      'script-encoding',
    );
  });

  test('line ends and marks that keep the shell from being found', () => {
    expect(codes(readAs(`#!/bin/sh\r\n${D} a b\r\n`, 'shell'))).toContain('script-encoding');
  });

  test.for<[string, (n: number) => string]>([
    ['substitutions', (n) => '$('.repeat(6 * n)],
    ['backticks', (n) => '`'.repeat(20 * n)],
    ['here-documents', (n) => "cat <<'E'\nx\nE\n".repeat(n)],
    ['a value that doubles', (n) => `a=xxxxxxxxxx\n${'a="$a$a"\n'.repeat(n / 50)}`],
    ['pipes', (n) => 'a | '.repeat(4 * n)],
    ['braces', (n) => '${'.repeat(6 * n)],
  ])('costs what it is long: %s', async ([, text]) => {
    const file = (n: number): Uint8Array => bytes(`#!/bin/sh\n${text(n)}\n`);
    expect(await exponentOf(2000, file, decoded)).toBeLessThan(NOT_QUADRATIC);
  });
});
