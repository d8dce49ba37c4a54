/* The parts of the JSON Schema that are no keys. */

type Schema = Readonly<Record<string, unknown>>;

/** What `#/definitions/NAME` stands for. */
export const DEFINITIONS: Readonly<Record<string, Schema>> = {
  value: { description: 'null counts only in a file that extends another.', not: { type: 'null' } },
  base: {
    description: 'The path of a JSON file from this one: ./base.json, ../shared/base.json.',
    type: 'string',
    pattern: '^(?:\\.{1,2}[\\\\/]|[\\\\/]|[A-Za-z]:[\\\\/])',
    examples: ['./base.json'],
  },
  reference: {
    description: 'A reference, put in by export, probe and models: ${env:NAME} or ${file:/path}.',
    type: 'string',
    pattern: '\\$\\{\\s*(?:[Ee][Nn][Vv]|[Ff][Ii][Ll][Ee])\\s*:',
  },
  booleanText: {
    description: 'true or false as managed sources carry it.',
    enum: ['true', 'false', '1', '0', 1, 0],
    doNotSuggest: true,
  },
  numberText: {
    description: 'A number as managed sources carry it.',
    type: 'string',
    pattern: '^\\s*-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?\\s*$',
  },
  jsonText: {
    description: 'A list or an object as managed sources carry it: JSON in a string.',
    type: 'string',
    pattern: '^\\s*[\\[{]',
  },
};

/** The bases of a file. */
export const EXTENDS: Schema = {
  title: 'Bases',
  description:
    'The file, or the files from left to right, that this one is laid over. A key of this file replaces that of a base as a whole; null takes it away. Never exported.',
  anyOf: [{ $ref: '#/definitions/base' }, { type: 'array', items: { $ref: '#/definitions/base' } }],
};
