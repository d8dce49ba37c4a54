import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseXml } from '../../src/text/xml-read.ts';
import { resolveReference } from '../../src/text/xml-characters.ts';
import { childElements, localName, textOf, XmlFault } from '../../src/text/xml-tree.ts';
import { xmlAttribute, xmlContent } from '../../src/text/xml-write.ts';
import { hasForbiddenCharacter } from '../../src/text/printable.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

const fault = (text: string): string => {
  try {
    parseXml(text);
  } catch (error) {
    if (error instanceof XmlFault) return `${error.position.line}:${error.position.column} ${error.message}`;
    throw error;
  }
  return 'parses';
};

describe('what parses', () => {
  test('elements, attributes, text, references, CDATA, comments and instructions', () => {
    const root = parseXml(
      '<?xml version="1.0" encoding="utf-8"?>\r\n<!-- a --><?pi x?>\r\n' +
        `<p:a x="1 &amp; &#x41;&#10;" y='"'>t&lt;<![CDATA[<&>]]>u<!-- c --><b/>v</p:a>\n`,
    );
    expect(localName(root.name)).toBe('a');
    expect(root.position).toEqual({ line: 3, column: 1 });
    expect(root.attributes.get('x')).toEqual({ value: '1 & A\n', position: { line: 3, column: 6 } });
    expect(root.attributes.get('y')?.value).toBe('"');
    expect(textOf(root)).toBe('t<<&>uv');
    expect(childElements(root).map((child) => child.name)).toEqual(['b']);
  });

  test('line ends become LF in text and blanks in attributes', () => {
    const root = parseXml('<a x="1\r\n2\t3">4\r\n5\r6</a>');
    expect(root.attributes.get('x')?.value).toBe('1 2 3');
    expect(textOf(root)).toBe('4\n5\n6');
  });

  test('a DOCTYPE that declares nothing', () => {
    const doctype =
      '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">';
    expect(parseXml(`${doctype}\n<plist/>`).name).toBe('plist');
  });

  test('breadth costs no more than its size', async () => {
    const wide = (n: number): string => `<a>${'<b c="d">e</b>'.repeat(n)}</a>`;
    expect(childElements(parseXml(wide(5000)))).toHaveLength(5000);
    expect(await exponentOf(5000, wide, parseXml)).toBeLessThan(NOT_QUADRATIC);
  });
});

describe('what does not parse is one fault with its place', () => {
  test.for([
    ['', '1:1 the document does not begin with an element'],
    ['x<a/>', '1:1 the document does not begin with an element'],
    ['<a>\n  <b>\n</a>', '3:1 an end tag does not belong to the element before it'],
    ['<a>', '1:4 an element does not end'],
    ['<a', '1:3 a tag does not end'],
    ['<a/><b/>', '1:5 something follows the end of the document'],
    ['<a>R & D</a>', '1:6 an "&" begins no reference that XML knows; in text write &amp;'],
    ['<a>&nbsp;</a>', '1:4 an "&" begins no reference that XML knows; in text write &amp;'],
    ['<a>&#0;</a>', '1:4 an "&" begins no reference that XML knows; in text write &amp;'],
    ['<a>&#xD800;</a>', '1:4 an "&" begins no reference that XML knows; in text write &amp;'],
    ['<a>1 < 2</a>', '1:6 "<" is followed by no name; in text write &lt;'],
    ['<a>]]></a>', '1:4 text holds "]]>"'],
    ['<a b=c/>', '1:6 the value of an attribute stands in no quotes'],
    ['<a b/>', '1:5 an attribute has no value'],
    ['<a b="1" b="2"/>', '1:10 an attribute stands twice'],
    ['<a bc="12<"/>', '1:10 the value of an attribute holds "<"; write &lt;'],
    ['<a b="1/>', '1:6 the value of an attribute does not end'],
    ['<a b="<"/>', '1:7 the value of an attribute holds "<"; write &lt;'],
    ['<a b="1"c="2"/>', '1:9 a tag holds something that is no attribute'],
    ['<a>\u0001</a>', '1:4 a character that XML cannot hold'],
    ['<!-- a -- b --><a/>', '1:8 a comment holds "--"'],
    [' <?xml version="1.0"?><a/>', '1:2 the XML declaration must stand at the very beginning'],
    ['<?xml version="1.0" x?><a/>', '1:1 the XML declaration is not well formed'],
    [
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      '1:1 the DOCTYPE declares entities of its own, which are never read',
    ],
    ['<a>'.repeat(101), '1:304 elements nest deeper than 100 levels'],
  ] as const)('%s', ([text, expected]) => {
    expect(fault(text)).toBe(expected);
  });

  test('of any damage to a document: a fault or a document, nothing else', () => {
    const whole = '<?xml version="1.0"?><!DOCTYPE a><a b="&amp;c"><![CDATA[d]]><!--e--><f/>g&#65;</a>';
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(6),
        fc.constantFrom('', '<', '>', '&', '"', '/', '!', '?', ']]>', '--', '\u0000'),
        (at, length, put) => {
          expect(() => fault(whole.slice(0, at) + put + whole.slice(at + length))).not.toThrow();
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test('what is written is read again, in content and in attributes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((one) => !hasForbiddenCharacter(one));
  fc.assert(
    fc.property(text, (one) => {
      const root = parseXml(`<a b="${xmlAttribute(one)}">${xmlContent(one)}</a>`);
      expect(root.attributes.get('b')?.value).toBe(one);
      expect(textOf(root)).toBe(one);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['amp', '&'],
  ['AMP', undefined],
  ['nbsp', undefined],
  ['#65', 'A'],
  ['#x41', 'A'],
  ['#x1F600', '\u{1F600}'],
  ['#0', undefined],
  ['#9', '\t'],
  ['#11', undefined],
  ['#xD800', undefined],
  ['#xFFFF', undefined],
  ['#x10FFFD', '\u{10FFFD}'],
  ['#1114109', '\u{10FFFD}'],
  ['#1114112', undefined],
  ['#x110000', undefined],
  ['#x7FFFFFFF', undefined],
])('the reference &%s;', (name, character) => {
  expect(resolveReference(name)).toBe(character);
});

test.each(['&#xZZ;', '&#;', '&#x;', '&#-1;', '&# 65;', '&#1e3;', '&#x110000;'])(
  '%s is a fault',
  (reference) => {
    expect(fault(`<a>${reference}</a>`)).toMatch(/^1:4 /);
  },
);
