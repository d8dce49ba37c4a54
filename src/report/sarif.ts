import { codeDocs } from '../codes/docs.ts';
import { CODES } from '../codes/index.ts';
import type { Code, Diagnostic, Severity } from '../diagnostics.ts';
import { pathText } from '../schema/index.ts';
import { VERSION } from '../version.ts';
import { encodeJson } from './json.ts';
import type { FileReport, ReporterFactory } from './report.ts';

/**
 * SARIF 2.1.0, for code scanning (GitHub, Azure DevOps, SonarQube, editors). Results go out as files end; the
 * rules, of which only those used are listed, and the invocation follow, for the order of members is free.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 */
export const sarif: ReporterFactory = ({ quiet }) => {
  const rules = new Map<Code, number>();
  const notifications: object[] = [];
  let first = true;
  return {
    begin: () =>
      `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`,
    file(report) {
      if (report.unreadable !== undefined) notifications.push(notification(report));
      let text = '';
      for (const diagnostic of report.diagnostics) {
        if (quiet && diagnostic.severity !== 'error') continue;
        const index = rules.get(diagnostic.code) ?? rules.size;
        rules.set(diagnostic.code, index);
        text += `${first ? '' : ','}\n${encodeJson(result(diagnostic.file ?? report.file, diagnostic, index))}`;
        first = false;
      }
      return text;
    },
    end({ exitCode }) {
      const driver = {
        name: 'cowork-3p',
        version: VERSION,
        semanticVersion: VERSION,
        rules: [...rules.keys()].map(rule),
      };
      const invocation = {
        // The run did what it was asked when every file could be read, whatever it found.
        executionSuccessful: notifications.length === 0,
        exitCode,
        ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
      };
      return `\n],"tool":${encodeJson({ driver })},"invocations":${encodeJson([invocation])}}]}\n`;
    },
  };
};

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

function rule(code: Code): object {
  const { title, severity } = CODES[code];
  const { why, fix } = codeDocs[code]();
  const more = `cowork-3p explain ${code}`;
  return {
    id: code,
    name: code.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\n${fix}\n\n"${more}" shows an example.`,
      markdown: `${why}\n\n**Fix.** ${fix}\n\n\`${more}\` shows an example.`,
    },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: ['configuration', 'claude-desktop'] },
  };
}

function result(file: string, diagnostic: Diagnostic, ruleIndex: number): object {
  const { code, severity, path, message, hint, line, column, endLine, endColumn } = diagnostic;
  const end = endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn };
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1, ...end } };
  const name = pathText(path);
  return {
    ruleId: code,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: plainMessage(hint === undefined ? message : `${message.replace(/\.$/, '')}. ${hint}`) },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(file), ...region },
        ...(name === '' ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'member' }] }),
      },
    ],
  };
}

/** A file that could not be read is no finding about its content but a failure of the run (section 3.20.21). */
function notification({ file, unreadable }: FileReport): object {
  const { message, hint } = unreadable ?? { message: '' };
  return {
    descriptor: { id: 'unreadable' },
    level: 'error',
    message: { text: plainMessage(hint === undefined ? message : `${message} ${hint}`) },
    locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
  };
}

/** Text of a file must not become a link: `[text](target)` is one even in plain messages (section 3.11.6). */
function plainMessage(text: string): string {
  return text.replace(/(\\*)\]\(/g, '$1$1\\](');
}

function artifact(file: string): object {
  if (file === '<stdin>') return { description: { text: 'standard input' } };
  return { uri: fileUri(file) };
}

/** A relative reference, or a file: URI where the name is absolute (RFC 3986, RFC 8089). */
function fileUri(file: string): string {
  const steps = file
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/+)+/, '')
    .split('/');
  const encoded = steps.map((step) => encodeURIComponent(step.toWellFormed()));
  if (/^[A-Za-z]:$/.test(steps[0] ?? '')) return `file:///${steps[0] ?? ''}/${encoded.slice(1).join('/')}`;
  if (file.startsWith('\\\\') || file.startsWith('//')) return `file:${encoded.join('/')}`;
  return steps[0] === '' ? `file://${encoded.join('/')}` : encoded.join('/');
}
