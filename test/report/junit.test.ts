import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/probe/types.ts';
import { junit } from '../../src/report/junit.ts';
import { junit as probeJunitReporter } from '../../src/report/probe/junit.ts';
import { PLAIN } from '../../src/report/style.ts';
import { result, runOf } from './probe-sample.ts';
import { EVIL_TEXTS, evilFile, evilUnreadable, FILES, report } from './sample.ts';

const SCHEMA = path.join(import.meta.dirname, 'junit.xsd');
const xmllint = spawnSync('xmllint', ['--version']).status === 0;

/** Checked by libxml2: well-formed, and what Jenkins takes. */
function xmlValidity(xml: string): string {
  const run = spawnSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, '-'], { input: xml });
  return run.status === 0 ? 'valid' : run.stderr.toString();
}

/** The value of an XPath expression, as libxml2 sees it. */
function xpath(xml: string, expression: string): string {
  const run = spawnSync('xmllint', ['--nonet', '--xpath', expression, '-'], { input: xml });
  return run.stdout.toString().trimEnd();
}

describe.skipIf(!xmllint)('junit', () => {
  const xml = report(junit, FILES);

  test('is valid', () => {
    expect(xmlValidity(xml)).toBe('valid');
    expect(xmlValidity(report(junit, []))).toBe('valid');
    expect(xmlValidity(report(junit, FILES, true))).toBe('valid');
  });

  test('a suite a file, with its counts', () => {
    expect(xpath(xml, 'count(/testsuites/testsuite)')).toBe('3');
    for (const [file, tests, failures, errors, skipped] of [
      ['configs/a b.json', 4, 2, 0, 1],
      ['ok.json', 1, 0, 0, 0],
      ['gone.json', 1, 0, 1, 0],
    ] as const) {
      const suite = `/testsuites/testsuite[@name="${file}"]`;
      expect(
        xpath(
          xml,
          `concat(${suite}/@tests,",",${suite}/@failures,",",${suite}/@errors,",",${suite}/@skipped)`,
        ),
      ).toBe([tests, failures, errors, skipped].join());
      expect(xpath(xml, `count(${suite}/testcase)`)).toBe(String(tests));
      expect(xpath(xml, `count(${suite}//failure)`)).toBe(String(failures));
      expect(xpath(xml, `count(${suite}//error)`)).toBe(String(errors));
      expect(xpath(xml, `count(${suite}//skipped)`)).toBe(String(skipped));
    }
  });

  test('an error fails, a warning is a skipped test that says so, a note passes', () => {
    expect(xpath(xml, 'string(//testcase[@name="url-not-https: inferenceGatewayBaseUrl"]/failure)')).toBe(
      'configs/a b.json:3:30\n' +
        'inferenceGatewayBaseUrl uses plain http to gw.example.com\n' +
        'Use https; Claude Desktop allows http on loopback only.',
    );
    expect(
      xpath(xml, 'string(//testcase[@name="model-duplicate: inferenceModels[1]"]/skipped/@message)'),
    ).toMatch(/^warning: The model "claude-opus-5" is listed more than once/);
    expect(xpath(xml, 'count(//testcase[@name="secret-literal: inferenceGatewayApiKey"]/system-out)')).toBe(
      '1',
    );
    expect(xpath(xml, 'string(//testcase[@name="readable"]/error/@message)')).toBe(
      'gone.json does not exist.',
    );
    expect(xpath(xml, 'string(//testcase[@name="no errors"]/@classname)')).toBe('cowork-3p.ok_json');
  });

  test.each(EVIL_TEXTS)('a text of a file adds no element: %j', (text) => {
    const evil = report(junit, [evilFile(text), evilUnreadable(text)]);
    expect(xmlValidity(evil)).toBe('valid');
    expect(xpath(evil, 'count(//*)')).toBe('9');
    expect(xpath(evil, 'count(//pwned)')).toBe('0');
    expect(xpath(evil, 'count(//comment())')).toBe('0');
  });
});

describe.skipIf(!xmllint)('junit of a probe', () => {
  const check = result;
  const probeJunit = (results: readonly CheckResult[], gateway: string): string =>
    probeJunitReporter([runOf(results, gateway)], { style: PLAIN, columns: 80, quiet: false });
  const xml = probeJunit(
    [
      check('pass', {}),
      check('warn', { status: 'warn', hint: 'Set a key.' }),
      check('fail', { status: 'fail' }),
      check('blocked', { status: 'skip', blockedBy: 'fail' }),
      check('limited', { status: 'warn', inconclusive: true }),
      check('limited-optional', { status: 'warn', inconclusive: true, required: false }),
      check('no-token', { status: 'skip', inconclusive: true }),
    ],
    'https://gw.example.com',
  );

  test('a test a check; a required check that could not be made is an error', () => {
    expect(xmlValidity(xml)).toBe('valid');
    expect(
      xpath(
        xml,
        'concat(//testsuite/@tests,",",//testsuite/@failures,",",//testsuite/@errors,",",//testsuite/@skipped)',
      ),
    ).toBe('7,1,2,3');
    const element = (id: string): string => xpath(xml, `name(//testcase[starts-with(@name,"${id}:")]/*)`);
    expect(
      ['pass', 'warn', 'fail', 'blocked', 'limited', 'limited-optional', 'no-token'].map(element),
    ).toEqual(['system-out', 'skipped', 'failure', 'skipped', 'error', 'skipped', 'error']);
    expect(xpath(xml, 'string(//testsuite/@time)')).toBe('8.638');
    expect(xpath(xml, 'string(//testcase[starts-with(@name,"blocked:")]/skipped/@message)')).toBe(
      'not made because of fail: detail of blocked',
    );
    expect(xpath(xml, 'string(//testcase[starts-with(@name,"warn:")]/skipped)')).toBe(
      'detail of warn\nSet a key.',
    );
  });

  test.each(EVIL_TEXTS)('what a gateway says adds no element: %j', (text) => {
    const evil = probeJunit([check('fail', { status: 'fail', detail: text, title: text, hint: text })], text);
    expect(xmlValidity(evil)).toBe('valid');
    expect(xpath(evil, 'count(//*)')).toBe('4');
  });

  test('no check at all', () => {
    expect(xmlValidity(probeJunit([], 'https://gw.example.com'))).toBe('valid');
  });
});
